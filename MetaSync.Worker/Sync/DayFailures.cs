using MetaSync.Sync;
using MetaSync.Worker.Meta;
using Npgsql;
using Quartz;

namespace MetaSync.Worker.Sync;

/// <summary>Ends days that have failed for good, and with them a batch that is to stop at a failure.</summary>
internal sealed class DayFailures(NpgsqlDataSource database, DayJobs jobs, ILogger<DayFailures> logger)
{
    /// <summary>The day has failed. The rest of a batch that is to stop is paused in the same moment. False when the run has been taken over.</summary>
    /// <remarks>A worker that dies before the rest's jobs are gone leaves jobs that end as soon as they fire.</remarks>
    public async Task<bool> FailAsync(DayRun run, MetaError error, int calls)
    {
        // The lock first and in a statement of its own: what then pauses the rest sees all that was done to the batch before.
        await using var connection = await database.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT FROM metasync.sync_batches WHERE id = $1 FOR NO KEY UPDATE") { Parameters = { new() { Value = run.BatchId } } },
                new("""
                    WITH failed AS (
                      UPDATE metasync.sync_days
                      SET state = 'failed', run_token = NULL, calls = calls + $3, finished_at = now(),
                          error_code = $4, error_subcode = $5, error_message = $6, error_fbtrace_id = $7, error_remedy = $8,
                          waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
                      WHERE id = $1 AND run_token = $2
                      RETURNING id, batch_id
                    ), held AS (
                      UPDATE metasync.sync_batches AS batch SET paused_at = now(), pause_reason = 'day-failed'
                      FROM failed WHERE batch.id = failed.batch_id AND stop_on_failure AND paused_at IS NULL AND EXISTS (
                        SELECT FROM metasync.sync_days AS rest
                        WHERE rest.batch_id = failed.batch_id AND rest.id <> failed.id AND state IN ('queued', 'running', 'waiting'))
                      RETURNING batch.id
                    ), paused AS (
                      UPDATE metasync.sync_days AS day
                      SET state = 'paused', waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
                      FROM held WHERE day.batch_id = held.id AND day.id <> $1 AND state IN ('queued', 'waiting') AND run_token IS NULL
                      RETURNING account, day, place
                    )
                    SELECT account, day, place FROM failed LEFT JOIN paused ON true
                    """)
                {
                    Parameters = { new() { Value = run.DayId }, new() { Value = run.Token }, new() { Value = calls } },
                },
            },
        };
        command.BatchCommands[1].Parameters.AddRange(DayRuns.Of(error));
        await using var row = await command.ExecuteReaderAsync(CancellationToken.None);
        await row.NextResultAsync(CancellationToken.None);
        if (!await row.ReadAsync(CancellationToken.None))
            return false;

        var paused = new List<JobKey>();
        do
        {
            if (!row.IsDBNull(0))
                paused.Add(SyncDayContract.JobKey(row.GetString(0), row.GetFieldValue<DateOnly>(1), run.BatchId, row.GetInt64(2)));
        }
        while (await row.ReadAsync(CancellationToken.None));
        await row.CloseAsync();

        if (paused.Count > 0)
        {
            logger.BatchStopped(run.BatchId, paused.Count, run.Account, run.Day);
            await jobs.RemoveAsync(paused);
        }

        return true;
    }
}
