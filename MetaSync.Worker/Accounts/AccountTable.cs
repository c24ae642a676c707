using MetaSync.Worker.Meta;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Accounts;

/// <summary>The ad accounts that Meta has told us of.</summary>
internal sealed class AccountTable(NpgsqlDataSource database)
{
    /// <summary>For how long an account that Meta refused is not asked again: each of its days fails meanwhile without a call.</summary>
    private static readonly TimeSpan Denial = TimeSpan.FromMinutes(15);

    /// <summary>Stores what Meta has just said of these accounts.</summary>
    public async Task StoreAsync(IReadOnlyList<MetaAccount> accounts, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO metasync.accounts (account, name, currency, time_zone, utc_offset, status, visible, read_at)
            SELECT account, name, currency, time_zone, utc_offset, status, true, now()
            FROM unnest($1, $2, $3, $4, $5, $6) AS read (account, name, currency, time_zone, utc_offset, status)
            ON CONFLICT (account) DO UPDATE
            SET name = excluded.name, currency = excluded.currency, time_zone = excluded.time_zone, utc_offset = excluded.utc_offset,
                status = excluded.status, visible = true, read_at = excluded.read_at, denied_until = NULL, denied_reason = NULL, denied_remedy = NULL
            """);
        command.Parameters.Add(new() { Value = accounts.Select(account => account.Account).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(account => account.Name).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(account => account.Currency).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(account => account.TimeZone).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(account => account.UtcOffset).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(account => account.Status).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Stores the accounts that the token can see; all others it can't.</summary>
    public async Task StoreAllAsync(IReadOnlyList<MetaAccount> accounts, CancellationToken cancellationToken)
    {
        await StoreAsync(accounts, cancellationToken);
        await using var command = database.CreateCommand("UPDATE metasync.accounts SET visible = false WHERE account <> ALL ($1)");
        command.Parameters.Add(new() { Value = accounts.Select(account => account.Account).ToArray() });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Meta refuses the account.</summary>
    public async Task DenyAsync(string account, MetaError error, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO metasync.accounts (account, denied_until, denied_reason, denied_remedy) VALUES ($1, now() + $2, $3, $4)
            ON CONFLICT (account) DO UPDATE SET denied_until = excluded.denied_until, denied_reason = excluded.denied_reason, denied_remedy = excluded.denied_remedy
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = Denial });
        command.Parameters.Add(new() { Value = error.ToString() });
        command.Parameters.Add(new() { Value = (object?)error.Remedy ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
