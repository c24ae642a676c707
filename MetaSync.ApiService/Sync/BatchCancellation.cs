using MetaSync.Sync;
using Npgsql;
using Quartz;

namespace MetaSync.ApiService.Sync;

/// <summary>Cancels what is left of a batch: days that are in stay, and what stands behind it in the lane goes on.</summary>
internal sealed class BatchCancellation(NpgsqlDataSource database, ISchedulerFactory schedulers)
{
    /// <returns>How many days were cancelled.</returns>
    public async Task<int> CancelAsync(Guid batchId, CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (running, waiting) = await CancelDaysAsync(connection, batchId, cancellationToken);

        // Enlisted here and not in a helper: the enlistment lives in this method's asynchronous flow.
        using (scheduler.EnlistTransaction(transaction))
        {
            await scheduler.DeleteJobs(waiting, cancellationToken);
            await NotifyWorkersAsync(connection, cancellationToken);
            await transaction.CommitAsync(CancellationToken.None);
        }

        foreach (var job in running)
            await scheduler.Interrupt(job, CancellationToken.None); // also when nobody waits for the answer any more: it would go on calling Meta
        return running.Count + waiting.Count;
    }

    /// <summary>Takes the days' tokens away, in one statement: a day that is being stored at this moment is either in before it, or not at all.</summary>
    private static async Task<(List<JobKey> Running, List<JobKey> Waiting)> CancelDaysAsync(
        NpgsqlConnection connection, Guid batchId, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH unfinished AS (
              SELECT id, run_token IS NOT NULL AS is_running FROM metasync.sync_days
              WHERE batch_id = $1 AND state IN ('queued', 'running', 'waiting') ORDER BY id FOR UPDATE
            ), runs AS (
              UPDATE metasync.report_runs SET state = 'lost', submitted_at = coalesce(submitted_at, now()), ended_at = now()
              FROM unfinished WHERE day_id = unfinished.id AND state IN ('planned', 'submitting', 'running')
            )
            UPDATE metasync.sync_days AS day
            SET state = 'cancelled', run_token = NULL, finished_at = now(), waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
            FROM unfinished WHERE day.id = unfinished.id
            RETURNING day.account, day.day, unfinished.is_running
            """, connection)
        {
            Parameters = { new() { Value = batchId } },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        List<JobKey> running = [], waiting = [];
        while (await row.ReadAsync(cancellationToken))
            (row.GetBoolean(2) ? running : waiting).Add(SyncDayContract.JobKey(row.GetString(0), row.GetFieldValue<DateOnly>(1), batchId));
        return (running, waiting);
    }

    private static async Task NotifyWorkersAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_notify('{SyncDayContract.Channel}', '')", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
