using Npgsql;
using NpgsqlTypes;

namespace MetaSync.ApiService.Calendar;

/// <summary>Reads the calendar of many accounts at once.</summary>
internal sealed class CalendarReading(NpgsqlDataSource database, KnownReports reports, TimeProvider time)
{
    /// <summary>Unfinished jobs, and those that came to nothing, each by an index of its own; of one that succeeded the stored day tells.</summary>
    /// <remarks>Days come in arrays, a row per account: as rows of their own, 90,000 of them, they would take as long to carry as all the rest.</remarks>
    private const string Jobs = """
        SELECT account, state, array_agg(greatest(day, $2) - $2), array_agg(least(end_day, $3) - $2), array_agg(finished_at)
        FROM (
          SELECT * FROM metasync.sync_days WHERE state IN ('queued', 'running', 'waiting', 'paused')
          UNION ALL
          SELECT * FROM metasync.sync_days WHERE state IN ('failed', 'cancelled')
        ) AS job
        WHERE account = ANY ($1) AND day <= $3 AND end_day >= $2
          AND ($4 IS NULL OR state <> 'failed' OR NOT EXISTS ( -- it was another report that failed
            SELECT FROM metasync.sync_day_reports AS report WHERE report.day_id = job.id AND report.report = $4 AND refused IS NULL))
        GROUP BY account, state
        """;

    private const string Stored = """
        SELECT account, (SELECT utc_offset FROM metasync.accounts WHERE account = stored.account), array_agg(day - $2), array_agg(rows = 0), array_agg(as_of)
        FROM metasync.insights_days AS stored
        WHERE account = ANY ($1) AND day BETWEEN $2 AND $3 AND (report = ANY ($4) OR cardinality($4) = 0)
        GROUP BY account, report
        """;

    public async Task<CalendarAnswer> ReadAsync(DayFilter filter, CancellationToken cancellationToken)
    {
        var needed = filter.Report is { } report ? [report] : await reports.ConfiguredAsync(cancellationToken);
        var canvases = filter.Accounts.ToDictionary(account => account.Account, _ => new AccountCanvas(filter.DateRange, Math.Max(1, needed.Count)));

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            // In this order: a day that comes in between the two is still running, and not one that nobody has ever fetched.
            BatchCommands = { Command(Jobs, filter), Command(Stored, filter) },
        };
        batch.BatchCommands[0].Parameters.Add(new() { Value = (object?)filter.Report ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        batch.BatchCommands[1].Parameters.Add(new() { Value = needed.ToArray() });
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
            Draw(canvases[row.GetString(0)], row.GetString(1), row.GetFieldValue<int[]>(2), row.GetFieldValue<int[]>(3), row.GetFieldValue<DateTime?[]>(4));
        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            var offset = row.IsDBNull(1) ? TimeSpan.Zero : row.GetTimeSpan(1);
            Draw(canvases[row.GetString(0)], offset, row.GetFieldValue<int[]>(2), row.GetFieldValue<bool[]>(3), row.GetFieldValue<DateTime[]>(4));
        }

        return new CalendarAnswer(
            filter.DateRange.StartDate, filter.DateRange.EndDate, time.GetUtcNow(), DayLegend.Words,
            [.. filter.Accounts.Select(account => canvases[account.Account].Finish(account))]);
    }

    private static NpgsqlBatchCommand Command(string sql, DayFilter filter) => new(sql)
    {
        Parameters =
        {
            new() { Value = filter.AccountNames },
            new() { Value = filter.DateRange.StartDate },
            new() { Value = filter.DateRange.EndDate },
        },
    };

    private static void Draw(AccountCanvas canvas, string state, int[] first, int[] last, DateTime?[] finishedAt)
    {
        for (var job = 0; job < first.Length; job++)
            canvas.Job(first[job], last[job], state, finishedAt[job]);
    }

    private static void Draw(AccountCanvas canvas, TimeSpan offset, int[] days, bool[] isEmpty, DateTime[] asOf)
    {
        for (var day = 0; day < days.Length; day++)
            canvas.Store(days[day], isEmpty[day], asOf[day], offset);
    }
}
