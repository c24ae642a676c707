using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Connection;

/// <summary>Reads what the workers have found out about the connection to Meta.</summary>
internal sealed class ConnectionStore(NpgsqlDataSource database)
{
    public async Task<ConnectionStatus> ReadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("""
                    SELECT state, error_message, remedy, parked_at, check_at, expires_at, data_access_expires_at, scopes, inspected_at
                    FROM metasync.tokens ORDER BY used_at DESC LIMIT 1
                    """),
                new("""
                    SELECT scope, nullif(subject, ''), meter, percent, read_at, CASE WHEN blocked_until > now() THEN blocked_until END,
                           CASE WHEN blocked_until > now() THEN error_message END
                    FROM metasync.rate_limits ORDER BY scope DESC, subject, meter
                    """),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var token = await reader.ReadAsync(cancellationToken) ? Token(reader) : null;
        await reader.NextResultAsync(cancellationToken);
        var limits = new List<RateLimitStatus>();
        while (await reader.ReadAsync(cancellationToken))
            limits.Add(Limit(reader));

        var state = token switch
        {
            null => "unknown",
            { State: "parked" } => "parked",
            _ => limits.Exists(limit => limit.BlockedUntil is not null) ? "limited" : "ok",
        };
        return new ConnectionStatus(state, token, limits);
    }

    private static TokenStatus Token(NpgsqlDataReader row) => new(
        row.GetString(0), row.Text(1), row.Text(2), row.Instant(3), row.Instant(4), row.Instant(5), row.Instant(6),
        row.IsDBNull(7) ? null : row.GetFieldValue<string[]>(7), row.Instant(8));

    private static RateLimitStatus Limit(NpgsqlDataReader row) => new(
        row.GetString(0), row.Text(1), row.GetString(2), row.GetDouble(3), row.GetFieldValue<DateTimeOffset>(4), row.Instant(5), row.Text(6));
}
