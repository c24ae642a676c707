using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>Who may run a day.</summary>
internal sealed class DayClaims(NpgsqlDataSource database)
{
    /// <summary>How soon a day that came too early asks again.</summary>
    private static readonly TimeSpan OutOfTurn = TimeSpan.FromSeconds(1);

    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>
    /// Gives the day a new token, which takes it from whoever had it, if it is the first unfinished one of its kind and priority in its lane,
    /// nothing of a higher priority could run instead, and its batch is not paused.
    /// </summary>
    /// <param name="dayId">The day.</param>
    /// <param name="place">The place that the job is of: a day that has been put back into the queue has another one. Null for a job that was stored before there were places, when a day's place was its id.</param>
    /// <param name="traceId">Of the run's span.</param>
    /// <param name="cancellationToken">Until the claim is stored.</param>
    public async Task<Claim> ClaimAsync(long dayId, long? place, string? traceId, CancellationToken cancellationToken)
    {
        var token = Guid.CreateVersion7();
        await using var command = database.CreateCommand("""
            WITH asked AS (
              SELECT day.id, day.lane, day.kind, day.priority, day.place, batch.paused_at IS NOT NULL AS held
              FROM metasync.sync_days AS day JOIN metasync.sync_batches AS batch ON batch.id = day.batch_id
              WHERE day.id = $1 AND day.place = coalesce($5, day.id) AND day.state IN ('queued', 'running', 'waiting')
            ), first AS (
              SELECT day.id, day.waiting_until FROM asked CROSS JOIN LATERAL (
                SELECT id, waiting_until FROM metasync.sync_days AS day
                WHERE (day.lane, day.kind, day.priority) = (asked.lane, asked.kind, asked.priority) AND state IN ('queued', 'running', 'waiting')
                ORDER BY day.place LIMIT 1
              ) AS day
            ), outranked AS (
              SELECT FROM asked
              CROSS JOIN (VALUES ('low', 'normal'), ('low', 'high'), ('normal', 'high')) AS above (priority, higher)
              CROSS JOIN (VALUES ('range'), ('refresh')) AS kinds (kind)
              CROSS JOIN LATERAL (
                SELECT state, waiting_until FROM metasync.sync_days AS day
                WHERE (day.lane, day.kind, day.priority) = (asked.lane, kinds.kind, above.higher) AND state IN ('queued', 'running', 'waiting')
                ORDER BY day.place LIMIT 1
              ) AS head
              WHERE above.priority = asked.priority AND (head.state = 'queued' OR head.state = 'waiting' AND head.waiting_until <= now())
            ), claimed AS (
              UPDATE metasync.sync_days AS day
              SET state = 'running', run_token = $2, worker = $3, trace_id = $4, attempts = attempts + 1,
                  started_at = coalesce(started_at, now()), waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
              FROM asked, first
              WHERE day.id = $1 AND first.id = $1 AND day.place = asked.place AND day.state IN ('queued', 'running', 'waiting')
                AND NOT asked.held AND NOT EXISTS (SELECT FROM outranked)
              RETURNING batch_id, account, day, attempts, end_day
            )
            SELECT asked.held, first.id = asked.id, first.waiting_until - now(), EXISTS (SELECT FROM outranked), now(),
                   claimed.batch_id, claimed.account, claimed.day, claimed.attempts, claimed.end_day
            FROM asked CROSS JOIN first LEFT JOIN claimed ON true
            """);
        command.Parameters.Add(new() { Value = dayId });
        command.Parameters.Add(new() { Value = token });
        command.Parameters.Add(new() { Value = Worker });
        command.Parameters.Add(new() { Value = (object?)traceId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)place ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });

        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return new Claim.Finished();
        if (row.GetBoolean(0))
            return new Claim.Held();
        if (!row.GetBoolean(1))
            return new Claim.NotItsTurn(!row.IsDBNull(2) && row.GetTimeSpan(2) is var wait && wait > OutOfTurn ? wait : OutOfTurn);
        if (row.GetBoolean(3))
            return new Claim.NotItsTurn(OutOfTurn);
        if (row.IsDBNull(5))
            return new Claim.Finished(); // by the run before, or paused or put elsewhere, while this claim waited for its row
        return new Claim.Granted(new DayRun(
            dayId, token, row.GetGuid(5), row.GetString(6), row.GetFieldValue<DateOnly>(7), row.GetFieldValue<DateOnly>(9), row.GetInt32(8),
            row.GetFieldValue<DateTimeOffset>(4)));
    }

    /// <summary>Takes a day of a paused batch out of the lane. False when the batch has been resumed meanwhile.</summary>
    public async Task<bool> SetAsideAsync(long dayId, long? place, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH held AS (
              SELECT id FROM metasync.sync_batches
              WHERE id = (SELECT batch_id FROM metasync.sync_days WHERE id = $1) AND paused_at IS NOT NULL FOR SHARE
            )
            UPDATE metasync.sync_days AS day
            SET state = 'paused', run_token = NULL, waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
            FROM held WHERE day.id = $1 AND day.place = coalesce($2, day.id) AND day.state IN ('queued', 'running', 'waiting')
            """);
        command.Parameters.Add(new() { Value = dayId });
        command.Parameters.Add(new() { Value = (object?)place ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
