using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Accounts;

/// <summary>The ad accounts that may be asked for: those of <c>Meta:Accounts</c>, or when there are none, those that the token can see.</summary>
internal sealed class KnownAccounts(NpgsqlDataSource database, ConfiguredAccounts configured, TimeProvider time)
{
    /// <summary>All of them; none when none are configured and no worker has yet read them from Meta.</summary>
    public async Task<IReadOnlyList<KnownAccount>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var read = await ReadAsync(now, cancellationToken);
        return configured.Names.Count == 0
            ? [.. read.Values.Where(account => account.Visible).Select(account => account.Known)]
            : [.. configured.Names.Select(name => read.TryGetValue(name, out var account) ? account.Known : KnownAccount.Unread(name, now))];
    }

    private async Task<Dictionary<string, (KnownAccount Known, bool Visible)>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT account, name, currency, time_zone, utc_offset, read_at, visible AND read_at IS NOT NULL,
                   CASE WHEN denied_until > now() THEN denied_reason END, CASE WHEN denied_until > now() THEN denied_remedy END
            FROM metasync.accounts ORDER BY account
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var accounts = new Dictionary<string, (KnownAccount, bool)>();
        while (await row.ReadAsync(cancellationToken))
        {
            var zone = row.IsDBNull(3) ? null : new AccountZone(row.GetString(3), row.GetTimeSpan(4));
            var known = KnownAccount.Of(row.GetString(0), zone, now) with
            {
                Name = row.Text(1),
                Currency = row.Text(2),
                ReadAt = row.Instant(5),
                Problem = row.Text(7),
                Remedy = row.Text(8),
            };
            accounts.Add(known.Account, (known, row.GetBoolean(6)));
        }

        return accounts;
    }

}
