using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Sync;
using MetaSync.Sync;
using Npgsql;

namespace MetaSync.ApiService.Calendar;

/// <summary>Reads what is stored of a day and how it came about.</summary>
internal sealed class DayStories(NpgsqlDataSource database, CalendarReading calendar, SyncDays jobs)
{
    private const string Stored = """
        SELECT report, rows, as_of, changed_at, as_of < (day + 29)::timestamp AT TIME ZONE coalesce(utc_offset, interval '0')
        FROM metasync.insights_days AS stored LEFT JOIN metasync.accounts AS account USING (account)
        WHERE stored.account = $1 AND day = $2 ORDER BY report
        """;

    private const string Fetches = """
        SELECT report, as_of, rows, spend, impressions, clicks,
               rows - lag(rows) OVER before, spend - lag(spend) OVER before, impressions - lag(impressions) OVER before, clicks - lag(clicks) OVER before
        FROM metasync.insights_fetches WHERE account = $1 AND day = $2
        WINDOW before AS (PARTITION BY report ORDER BY as_of)
        ORDER BY as_of DESC, report
        """;

    public async Task<DayStory> ReadAsync(KnownAccount account, DateOnly day, CancellationToken cancellationToken)
    {
        var whole = await calendar.ReadAsync(new DayFilter(new DateRange(day, day), [account], null), cancellationToken);
        var state = whole.Accounts[0].Days[0];
        var reports = await ReadAsync(Stored, account, day, Report, cancellationToken);
        return new DayStory(
            account.Account,
            day,
            account.TimeZone,
            DayLegend.Words.GetValueOrDefault(state, "future"),
            reports.Exists(report => report.Provisional),
            reports,
            await jobs.OfDayAsync(account.Account, day, cancellationToken),
            await ReadAsync(Fetches, account, day, Fetch, cancellationToken));
    }

    private async Task<List<T>> ReadAsync<T>(
        string sql, KnownAccount account, DateOnly day, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = account.Account });
        command.Parameters.Add(new() { Value = day });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await row.ReadAsync(cancellationToken))
            rows.Add(read(row));
        return rows;
    }

    private static StoredReport Report(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetBoolean(4));

    private static DayFetch Fetch(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetFieldValue<DateTimeOffset>(1), row.GetInt64(2), row.GetDecimal(3), row.GetInt64(4), row.GetInt64(5),
        row.IsDBNull(6) ? null : new FetchChange(row.GetInt64(6), row.GetDecimal(7), row.GetInt64(8), row.GetInt64(9)));
}
