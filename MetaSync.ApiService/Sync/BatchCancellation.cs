using MetaSync.Sync;
using Npgsql;
using Quartz;

namespace MetaSync.ApiService.Sync;

/// <summary>Cancels what is left of a batch: days that are in stay, and what stands behind it in the lane goes on.</summary>
internal sealed class BatchCancellation(NpgsqlDataSource database, ISchedulerFactory schedulers)
{
    /// <summary>Quartz deletes 500 jobs in a second or two, under the lock that all workers need: a long range goes in parts.</summary>
    private const int JobsAtOnce = 500;

    /// <returns>How many days were cancelled.</returns>
    public async Task<int> CancelAsync(Guid batchId, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        var (running, waiting) = await CancelDaysAsync(batchId, cancellationToken);

        // The days are cancelled by now: a job of theirs that is left ends as soon as it fires. Done also when nobody waits for the answer any more.
        foreach (var job in running)
            await scheduler.Interrupt(job, CancellationToken.None); // else it would go on calling Meta
        foreach (var jobs in waiting.Chunk(JobsAtOnce))
            await scheduler.DeleteJobs(jobs, CancellationToken.None);
        await NotifyWorkersAsync();
        return running.Count + waiting.Count;
    }

    /// <summary>Takes the days' tokens away, in one statement: a day that is being stored at this moment is either in before it, or not at all.</summary>
    private async Task<(List<JobKey> Running, List<JobKey> Waiting)> CancelDaysAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH unfinished AS (
              SELECT id, run_token IS NOT NULL AS is_running FROM metasync.sync_days
              WHERE batch_id = $1 AND state IN ('queued', 'running', 'waiting', 'paused') ORDER BY place FOR UPDATE
            ), runs AS (
              UPDATE metasync.report_runs SET state = 'lost', submitted_at = coalesce(submitted_at, now()), ended_at = now()
              FROM unfinished WHERE day_id = unfinished.id AND state IN ('planned', 'submitting', 'running')
            )
            UPDATE metasync.sync_days AS day
            SET state = 'cancelled', run_token = NULL, finished_at = now(), waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
            FROM unfinished WHERE day.id = unfinished.id
            RETURNING day.account, day.day, unfinished.is_running
            """);
        command.Parameters.Add(new() { Value = batchId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        List<JobKey> running = [], waiting = [];
        while (await row.ReadAsync(cancellationToken))
            (row.GetBoolean(2) ? running : waiting).Add(SyncDayContract.JobKey(row.GetString(0), row.GetFieldValue<DateOnly>(1), batchId));
        return (running, waiting);
    }

    private async Task NotifyWorkersAsync()
    {
        await using var command = database.CreateCommand(SyncDayContract.NotifyWorkers);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
