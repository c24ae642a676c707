using MetaSync.Sync;
using Npgsql;
using Quartz;

namespace MetaSync.ApiService.Sync;

/// <summary>Pauses a batch: the day that runs ends as it would, the rest is taken out of the lane, and what stands behind it goes on.</summary>
internal sealed class BatchHold(NpgsqlDataSource database, DayJobs jobs)
{
    /// <returns>How many days were taken out; null when the batch is paused already, or has no unfinished day.</returns>
    public async Task<int?> PauseAsync(Guid batchId, CancellationToken cancellationToken)
    {
        if (await PauseDaysAsync(batchId, cancellationToken) is not { } paused)
            return null;
        await jobs.RemoveAsync(paused);
        return paused.Count;
    }

    private async Task<List<JobKey>?> PauseDaysAsync(Guid batchId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(SteeringApi.LockBatch) { Parameters = { new() { Value = batchId } } },
                new("""
                    WITH held AS (
                      UPDATE metasync.sync_batches SET paused_at = now(), pause_reason = 'requested'
                      WHERE id = $1 AND paused_at IS NULL AND EXISTS (
                        SELECT FROM metasync.sync_days WHERE batch_id = $1 AND state IN ('queued', 'running', 'waiting'))
                      RETURNING id
                    ), paused AS (
                      UPDATE metasync.sync_days AS day
                      SET state = 'paused', waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
                      FROM held WHERE day.batch_id = held.id AND state IN ('queued', 'waiting') AND run_token IS NULL
                      RETURNING account, day, place
                    )
                    SELECT account, day, place FROM held LEFT JOIN paused ON true
                    """)
                {
                    Parameters = { new() { Value = batchId } },
                },
            },
        };
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        List<JobKey>? paused = null;
        while (await row.ReadAsync(cancellationToken))
        {
            paused ??= [];
            if (!row.IsDBNull(0))
                paused.Add(SyncDayContract.JobKey(row.GetString(0), row.GetFieldValue<DateOnly>(1), batchId, row.GetInt64(2)));
        }

        return paused;
    }
}
