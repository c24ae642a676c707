using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Calendar;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Insights;

/// <summary>Reads what there is of a report in a transaction, whose snapshot it shares with the rows.</summary>
internal sealed class ManifestReader(NpgsqlConnection connection, string report, DayFilter filter)
{
    /// <summary>The most that is waited for the database's next bytes: ten million rows are counted in seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly DateRange _range = filter.DateRange;

    public async Task<Manifest> ReadAsync(CancellationToken cancellationToken)
    {
        var (generatedAt, sums) = (await NowAsync(cancellationToken), await SumAsync(cancellationToken));
        var days = (await DaysAsync(cancellationToken)).ToLookup(day => day.Account);
        ManifestAccount[] accounts = [.. filter.Accounts.OrderBy(account => account.Account, StringComparer.Ordinal).Select(account => Describe(account, [.. days[account.Account].Where(day => day.Day <= account.Today)]))]; // a day that has not begun is not missing
        return new Manifest(
            report, _range, generatedAt, accounts.Sum(account => account.Rows), Readings.Of(accounts.Select(account => account.AsOf)),
            ManifestDays.Sum(accounts.Select(account => account.Days)), accounts,
            [.. ExportColumn.All.Select(column => new ManifestColumn(column.Name, column.Type.ToString().ToLowerInvariant()))]);

        ManifestAccount Describe(KnownAccount account, AskedDay[] asked)
        {
            var sum = sums.GetValueOrDefault(account.Account);
            var asOf = Readings.Of(asked.Select(day => day.AsOf is { } moment ? new Readings(moment, moment) : null));
            return new ManifestAccount(
                account.Account, account.Name, account.Currency, account.TimeZone, sum.Rows, sum.Spend, sum.Impressions, sum.Clicks, asOf, AskedDay.Count(asked),
                AskedDay.Ranges(asked, day => day.IsIn && day.IsProvisional), AskedDay.Ranges(asked, day => day.IsFailed), AskedDay.Ranges(asked, day => day.IsMissing));
        }
    }

    /// <summary>The transaction's own clock, which stands still in it.</summary>
    private async Task<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT now()", connection);
        return (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<Dictionary<string, (long Rows, decimal Spend, long Impressions, long Clicks)>> SumAsync(CancellationToken cancellationToken)
    {
        await using var command = Filtered("""
            SELECT account, count(*), sum(spend), sum(impressions)::bigint, sum(clicks)::bigint FROM metasync.report_insights
            WHERE report = $1 AND account = ANY($2) AND day BETWEEN $3 AND $4 GROUP BY account
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var sums = new Dictionary<string, (long, decimal, long, long)>();
        while (await row.ReadAsync(cancellationToken))
            sums.Add(row.GetString(0), (row.GetInt64(1), row.GetDecimal(2), row.GetInt64(3), row.GetInt64(4)));
        return sums;
    }

    private async Task<IReadOnlyList<AskedDay>> DaysAsync(CancellationToken cancellationToken)
    {
        await using var command = Filtered("""
            WITH tried AS (
              SELECT DISTINCT ON (account, day) account, day, failed
              FROM (
                SELECT account, day + n AS day, state = 'failed' AS failed, finished_at, id FROM metasync.sync_days, generate_series(0, end_day - day) AS n
                WHERE account = ANY($2) AND day <= $4 AND end_day >= $3 AND state IN ('succeeded', 'failed', 'cancelled')
              ) AS covered
              ORDER BY account, day, finished_at DESC, id DESC
            )
            SELECT account, day, stored.rows, stored.as_of, coalesce(stored.provisional, false), coalesce(tried.failed, false)
            FROM (SELECT account, $3 + n AS day FROM unnest($2) AS account, generate_series(0, $4 - $3) AS n) AS asked
            LEFT JOIN (SELECT * FROM metasync.report_days WHERE report = $1) AS stored USING (account, day)
            LEFT JOIN tried USING (account, day)
            ORDER BY account, day
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<AskedDay>();
        while (await row.ReadAsync(cancellationToken))
            days.Add(new AskedDay(row.GetString(0), row.GetFieldValue<DateOnly>(1), row.IsDBNull(2) ? null : row.GetInt64(2), row.Instant(3), row.GetBoolean(4), row.GetBoolean(5)));
        return days;
    }

    private NpgsqlCommand Filtered(string sql) => new(sql, connection)
    {
        CommandTimeout = (int)Patience.TotalSeconds,
        Parameters = { new() { Value = report }, new() { Value = filter.AccountNames }, new() { Value = _range.StartDate }, new() { Value = _range.EndDate } },
    };
}
