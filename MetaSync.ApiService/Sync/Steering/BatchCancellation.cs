using MetaSync.Sync;
using Npgsql;
using Quartz;

namespace MetaSync.ApiService.Sync;

/// <summary>Cancels what is left of a batch: days that are in stay, and what stands behind it in the lane goes on.</summary>
internal sealed class BatchCancellation(NpgsqlDataSource database, DayJobs jobs)
{
    /// <returns>How many days were cancelled.</returns>
    public async Task<int> CancelAsync(Guid batchId, CancellationToken cancellationToken)
    {
        var (running, waiting) = await CancelDaysAsync(batchId, cancellationToken);
        foreach (var job in running)
            await jobs.InterruptAsync(job);
        await jobs.RemoveAsync(waiting);
        return running.Count + waiting.Count;
    }

    /// <summary>Takes the days' tokens away, in one statement: a day that is being stored at this moment is either in before it, or not at all.</summary>
    private async Task<(List<JobKey> Running, List<JobKey> Waiting)> CancelDaysAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(SteeringApi.LockBatch) { Parameters = { new() { Value = batchId } } },
                new("""
                    WITH unfinished AS (
                      SELECT id, run_token IS NOT NULL AS is_running FROM metasync.sync_days
                      WHERE batch_id = $1 AND state IN ('queued', 'running', 'waiting', 'paused') ORDER BY id FOR UPDATE
                    ), runs AS (
                      UPDATE metasync.report_runs SET state = 'lost', submitted_at = coalesce(submitted_at, now()), ended_at = now()
                      FROM unfinished WHERE day_id = unfinished.id AND state IN ('planned', 'submitting', 'running')
                    ), batch AS (
                      UPDATE metasync.sync_batches SET paused_at = NULL, pause_reason = NULL WHERE id = $1 AND paused_at IS NOT NULL
                    )
                    UPDATE metasync.sync_days AS day
                    SET state = 'cancelled', run_token = NULL, finished_at = now(), waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
                    FROM unfinished WHERE day.id = unfinished.id
                    RETURNING day.account, day.day, unfinished.is_running, day.place
                    """)
                {
                    Parameters = { new() { Value = batchId } },
                },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        List<JobKey> running = [], waiting = [];
        while (await row.ReadAsync(cancellationToken))
            (row.GetBoolean(2) ? running : waiting).Add(SyncDayContract.JobKey(row.GetString(0), row.GetFieldValue<DateOnly>(1), batchId, row.GetInt64(3)));
        return (running, waiting);
    }
}
