using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>Who may run a day.</summary>
internal sealed class DayClaims(NpgsqlDataSource database)
{
    /// <summary>How soon a day that came too early asks again.</summary>
    private static readonly TimeSpan OutOfTurn = TimeSpan.FromSeconds(1);

    private static readonly string Worker = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>Gives the day a new token, which takes it from whoever had it, if it is the first unfinished one of its kind in its lane.</summary>
    public async Task<Claim> ClaimAsync(long dayId, string? traceId, CancellationToken cancellationToken)
    {
        var token = Guid.CreateVersion7();
        await using var command = database.CreateCommand("""
            WITH first AS (
              SELECT id, place, waiting_until FROM metasync.sync_days
              WHERE (lane, kind, priority) = (SELECT lane, kind, priority FROM metasync.sync_days WHERE id = $1) AND state IN ('queued', 'running', 'waiting')
              ORDER BY place LIMIT 1
            ), claimed AS (
              UPDATE metasync.sync_days AS day
              SET state = 'running', run_token = $2, worker = $3, trace_id = $4, attempts = attempts + 1,
                  started_at = coalesce(started_at, now()), waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
              FROM first WHERE day.id = $1 AND first.id = $1 AND day.state IN ('queued', 'running', 'waiting')
              RETURNING batch_id, account, day, attempts, end_day
            )
            SELECT first.id, first.waiting_until - now(), now(), claimed.batch_id, claimed.account, claimed.day, claimed.attempts, claimed.end_day
            FROM first LEFT JOIN claimed ON true
            """);
        command.Parameters.Add(new() { Value = dayId });
        command.Parameters.Add(new() { Value = token });
        command.Parameters.Add(new() { Value = Worker });
        command.Parameters.Add(new() { Value = (object?)traceId ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken) || row.GetInt64(0) > dayId)
            return new Claim.Finished();
        if (row.GetInt64(0) < dayId)
            return new Claim.NotItsTurn(!row.IsDBNull(1) && row.GetTimeSpan(1) is var wait && wait > OutOfTurn ? wait : OutOfTurn);
        if (row.IsDBNull(3))
            return new Claim.Finished(); // by the run before, while this claim waited for its row
        return new Claim.Granted(new DayRun(
            dayId, token, row.GetGuid(3), row.GetString(4), row.GetFieldValue<DateOnly>(5), row.GetFieldValue<DateOnly>(7), row.GetInt32(6),
            row.GetFieldValue<DateTimeOffset>(2)));
    }
}
