using System.Security.Cryptography;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.Access;

/// <summary>The keys of the API. Nothing is remembered of them here: a key that is revoked is refused from the next request on.</summary>
public sealed class ApiKeys(NpgsqlDataSource database)
{
    private const string Columns = "id, name, prefix, scopes, created_at, expires_at, revoked_at, last_used_at";
    private const string IsUsable = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())";

    /// <summary>The key of a digest, if it can be used now.</summary>
    public async Task<ApiKey?> FindAsync(byte[] digest, CancellationToken cancellationToken)
    {
        var hash = ApiKeyText.Hash(digest);
        await using var command = database.CreateCommand($"""
            SELECT {Columns}, hash, last_used_at IS NULL OR last_used_at < now() - interval '1 minute' FROM metasync.api_keys WHERE hash = $1 AND {IsUsable}
            """);
        command.Parameters.Add(new() { Value = hash });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || !CryptographicOperations.FixedTimeEquals(row.GetFieldValue<byte[]>(8), hash))
            return null;

        var key = Read(row);
        if (row.GetBoolean(9))
            await RememberUseAsync(key.Id, cancellationToken);
        return key;
    }

    /// <summary>Whether a key that was found can still be used.</summary>
    public async Task<bool> IsStillUsableAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT true FROM metasync.api_keys WHERE id = $1 AND {IsUsable}");
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>Whether anybody has a key that can be used.</summary>
    public async Task<bool> IsAnyUsableAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT EXISTS (SELECT FROM metasync.api_keys WHERE {IsUsable})");
        return await command.ExecuteScalarAsync(cancellationToken) is true;
    }

    /// <summary>All keys ever made, by name.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {Columns} FROM metasync.api_keys ORDER BY name");
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ApiKey>();
        while (await row.ReadAsync(cancellationToken))
            keys.Add(Read(row));
        return keys;
    }

    /// <summary>Makes a key.</summary>
    /// <returns>What is known of it, and the key, which nobody can be shown again; null when the name is taken.</returns>
    public async Task<(ApiKey Key, string Text)?> CreateAsync(string name, string scope, TimeSpan? lifetime, string actor, CancellationToken cancellationToken)
    {
        var text = ApiKeyText.Create();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"""
            INSERT INTO metasync.api_keys (name, prefix, hash, scopes, expires_at) VALUES ($1, $2, $3, $4, now() + $5)
            ON CONFLICT (name) DO NOTHING RETURNING {Columns}
            """, connection)
        {
            Parameters =
            {
                new() { Value = name },
                new() { Value = ApiKeyText.Prefix(text) },
                new() { Value = ApiKeyText.Hash(ApiKeyText.Digest(text)!) },
                new() { Value = AccessScope.WithIncluded(scope) },
                new NpgsqlParameter<TimeSpan?> { TypedValue = lifetime },
            },
        };
        ApiKey key;
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            if (!await row.ReadAsync(cancellationToken))
                return null;
            key = Read(row);
        }

        var entry = new AuditEntry("keys.create", actor, Detail: new() { ["name"] = name, ["scope"] = scope, ["expiresAt"] = key.ExpiresAt });
        await AuditLog.RecordAsync(connection, entry, AuditOutcome.Done, null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (key, text);
    }

    /// <summary>Makes a key stop working. One that has stopped already keeps its time.</summary>
    /// <returns>When it stopped working; null when there is no key of the name.</returns>
    public async Task<DateTimeOffset?> RevokeAsync(string name, string actor, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(
            "UPDATE metasync.api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE name = $1 RETURNING revoked_at", connection)
        {
            Parameters = { new() { Value = name } },
        };
        if (await command.ExecuteScalarAsync(cancellationToken) is not DateTime revokedAt)
            return null;
        await AuditLog.RecordAsync(
            connection, new AuditEntry("keys.revoke", actor, Detail: new() { ["name"] = name }), AuditOutcome.Done, null, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return revokedAt;
    }

    private async Task RememberUseAsync(long id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            UPDATE metasync.api_keys SET last_used_at = now() WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')
            """);
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static ApiKey Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetFieldValue<string[]>(3),
        row.GetFieldValue<DateTimeOffset>(4), row.Instant(5), row.Instant(6), row.Instant(7));
}
