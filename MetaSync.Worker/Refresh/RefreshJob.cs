using MetaSync.Sync;
using MetaSync.Worker.Reports;
using Npgsql;
using Quartz;

namespace MetaSync.Worker.Refresh;

/// <summary>Enqueues an account's recent days as an ordinary batch: through the account's own lane, where they take turns with what waits there.</summary>
internal sealed class RefreshJob(NpgsqlDataSource database, SyncQueue queue, ReportCatalog catalog, ILogger<RefreshJob> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await EnqueueAsync(context.MergedJobDataMap.GetString(RefreshSchedule.AccountKey)!, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.UpkeepFailed(RefreshSchedule.JobName, exception);
            throw; // fired again by the scheduler's own policy
        }
    }

    private async Task EnqueueAsync(string account, CancellationToken cancellationToken)
    {
        if (await StoredAsync(account, cancellationToken) is not { } stored)
            return;

        DateOnly[] due = [.. RefreshAges.Due(stored.Today, stored.ReadOn)];
        if (due.Length == 0)
            return;

        var plan = new BatchPlan(
            BatchKind.Refresh, new DateRange(due[^1], due[0]), [account], [.. due.Select(day => new PlannedDay(account, stored.Lane, day))]);
        await queue.EnqueueAsync(plan, cancellationToken);
        logger.Refreshes(account, due.Length);
    }

    private sealed record Stored(DateOnly Today, string Lane, Dictionary<DateOnly, DateOnly?> ReadOn);

    /// <summary>What is known of the account's recent days; null when nothing was ever synced.</summary>
    private async Task<Stored?> StoredAsync(string account, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH asked AS (
              SELECT DISTINCT day + n AS day FROM metasync.sync_days, generate_series(0, end_day - day) AS n
              WHERE account = $1 AND state IN ('succeeded', 'failed') AND end_day > (now() - $2)::date AND day + n > (now() - $2)::date
            ), read AS (
              SELECT day, min(as_of) AS as_of FROM metasync.insights_days
              WHERE account = $1 AND report = ANY ($3) AND day > (now() - $2)::date GROUP BY day
            ), recent AS (
              SELECT coalesce(array_agg(day), '{}') AS days, coalesce(array_agg(as_of), '{}') AS read_at FROM asked FULL JOIN read USING (day)
            )
            SELECT now(), account.time_zone, account.utc_offset,
                   (SELECT lane FROM metasync.sync_days WHERE account = $1 -- unfinished jobs and finished ones have an index each
                      AND (state IN ('queued', 'running', 'waiting', 'paused') OR state IN ('succeeded', 'failed', 'cancelled')) ORDER BY id DESC LIMIT 1),
                   recent.days, recent.read_at
            FROM metasync.accounts AS account, recent
            WHERE account.account = $1 AND account.read_at IS NOT NULL
            """);
        command.Parameters.Add(new() { Value = account });
        command.Parameters.Add(new() { Value = TimeSpan.FromDays(RefreshAges.Window + 2) });
        command.Parameters.Add(new() { Value = catalog.Reports.Select(report => report.Key).ToArray() }); // one that is no longer fetched stays as it is
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || row.IsDBNull(3))
            return null;

        var zone = new AccountZone(row.GetString(1), row.GetTimeSpan(2));
        var readOn = row.GetFieldValue<DateOnly[]>(4).Zip(row.GetFieldValue<DateTimeOffset?[]>(5))
            .ToDictionary(read => read.First, read => read.Second is { } instant ? AccountCalendar.Today(zone, instant) : (DateOnly?)null);
        return new Stored(AccountCalendar.Today(zone, row.GetFieldValue<DateTimeOffset>(0)), row.GetString(3), readOn);
    }
}
