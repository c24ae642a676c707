using System.Text.Json;
using MetaSync.Worker.Meta;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>What has become of a run's day.</summary>
internal enum Recorded
{
    /// <summary>The day is not this run's any more: it was cancelled, or another worker has taken it over.</summary>
    TakenOver,

    /// <summary>The day goes on as the run says.</summary>
    Stored,

    /// <summary>The day's batch was paused meanwhile: the day is out of the lane until somebody resumes it.</summary>
    SetAside,
}

/// <summary>What came of a day's run, and of its reports. Every write holds only under the run's own token.</summary>
internal sealed class DayRuns(NpgsqlDataSource database)
{
    /// <summary>The run's batch, locked: one that is being paused or resumed at this moment is either so before it, or after it.</summary>
    private const string Batch = "WITH batch AS (SELECT id, paused_at IS NOT NULL AS held FROM metasync.sync_batches WHERE id = $3 FOR SHARE)";

    /// <summary>The day waits; no attempt is spent.</summary>
    public Task<Recorded> WaitAsync(DayRun run, DayOutcome.Wait wait, int calls, CancellationToken cancellationToken) =>
        LeaveAsync(run, $"""
            {Batch}
            UPDATE metasync.sync_days
            SET state = CASE WHEN held THEN 'paused' ELSE 'waiting' END, run_token = NULL, attempts = attempts - 1, calls = calls + $4,
                waiting_reason = CASE WHEN NOT held THEN $5 END, waiting_meter = CASE WHEN NOT held THEN $6 END, waiting_until = CASE WHEN NOT held THEN now() + $7 END,
                error_code = $8, error_subcode = $9, error_message = $10, error_fbtrace_id = $11, error_remedy = $12
            FROM batch WHERE sync_days.id = $1 AND run_token = $2
            RETURNING state
            """,
            [new() { Value = calls }, new() { Value = wait.Reason }, Text(wait.Meter), new() { Value = wait.Delay }, .. Of(wait.Error)],
            cancellationToken);

    /// <summary>The day is tried again, and the try counts.</summary>
    public Task<Recorded> RetryAsync(DayRun run, DayOutcome.Retry retry, int calls, CancellationToken cancellationToken) =>
        LeaveAsync(run, $"""
            {Batch}
            UPDATE metasync.sync_days
            SET state = CASE WHEN held THEN 'paused' ELSE 'waiting' END, run_token = NULL, calls = calls + $4,
                waiting_reason = CASE WHEN NOT held THEN 'retry' END, waiting_meter = NULL, waiting_until = CASE WHEN NOT held THEN now() + $5 END,
                error_code = $6, error_subcode = $7, error_message = $8, error_fbtrace_id = $9, error_remedy = $10
            FROM batch WHERE sync_days.id = $1 AND run_token = $2
            RETURNING state
            """,
            [new() { Value = calls }, new() { Value = retry.Delay }, .. Of(retry.Error)],
            cancellationToken);

    /// <summary>The run waits in the middle of its pages, and keeps the day.</summary>
    public Task<bool> PauseAsync(DayRun run, MetaWaitException waits, CancellationToken cancellationToken) =>
        UpdateAsync(run, """
            UPDATE metasync.sync_days SET state = 'waiting', waiting_reason = $3, waiting_meter = $4, waiting_until = now() + $5
            WHERE id = $1 AND run_token = $2
            """,
            [new() { Value = waits.Reason }, Text(waits.Meter), new() { Value = waits.Wait }],
            cancellationToken);

    /// <summary>The run goes on after a pause.</summary>
    public Task<bool> ResumeAsync(DayRun run, CancellationToken cancellationToken) =>
        UpdateAsync(run, """
            UPDATE metasync.sync_days SET state = 'running', waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
            WHERE id = $1 AND run_token = $2
            """,
            [], cancellationToken);

    /// <summary>All of the day's reports are in. False when the run has been taken over.</summary>
    public async Task<bool> FinishAsync(DayRun run, int calls, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await DayFence.PassAsync(connection, run, rows: 0, calls, finishesDay: true, cancellationToken);
    }

    /// <summary>Writes down a step that the ladder took for the day.</summary>
    public Task<bool> AddStepAsync(DayRun run, string report, string step, MetaError reason, CancellationToken cancellationToken) =>
        UpdateAsync(run, """
            UPDATE metasync.sync_days
            SET steps = steps || jsonb_build_object('report', $3::text, 'step', $4::text, 'reason', $5::text, 'at', to_jsonb(now()))
            WHERE id = $1 AND run_token = $2
            """,
            [new() { Value = report }, new() { Value = step }, new() { Value = reason.ToString() }],
            cancellationToken);

    /// <summary>Meta has refused a report of the day for good: it is not asked for again while the others come in.</summary>
    public Task<bool> RefuseAsync(DayRun run, string report, MetaError error, CancellationToken cancellationToken) =>
        UpdateAsync(run, """
            INSERT INTO metasync.sync_day_reports (day_id, report, refused)
            SELECT id, $3, $4 FROM metasync.sync_days WHERE id = $1 AND run_token = $2
            """,
            [new() { Value = report }, new() { Value = JsonSerializer.Serialize(error), NpgsqlDbType = NpgsqlDbType.Jsonb }],
            cancellationToken);

    /// <summary>This worker is going down: the day is anybody's again, as if it had not been tried.</summary>
    public Task<Recorded> HandBackAsync(DayRun run, int calls, CancellationToken cancellationToken) =>
        LeaveAsync(run, $"""
            {Batch}
            UPDATE metasync.sync_days
            SET state = CASE WHEN held THEN 'paused' ELSE 'queued' END, run_token = NULL, worker = NULL, attempts = attempts - 1, calls = calls + $4,
                waiting_reason = NULL, waiting_meter = NULL, waiting_until = NULL
            FROM batch WHERE sync_days.id = $1 AND run_token = $2
            RETURNING state
            """,
            [new() { Value = calls }],
            cancellationToken);

    private async Task<Recorded> LeaveAsync(DayRun run, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = run.DayId });
        command.Parameters.Add(new() { Value = run.Token });
        command.Parameters.Add(new() { Value = run.BatchId });
        command.Parameters.AddRange(parameters);
        return await command.ExecuteScalarAsync(cancellationToken) switch
        {
            null => Recorded.TakenOver,
            "paused" => Recorded.SetAside,
            _ => Recorded.Stored,
        };
    }

    private async Task<bool> UpdateAsync(DayRun run, string sql, NpgsqlParameter[] parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = run.DayId });
        command.Parameters.Add(new() { Value = run.Token });
        command.Parameters.AddRange(parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>An error's columns, in the order of the table: code, subcode, message, trace, remedy.</summary>
    internal static NpgsqlParameter[] Of(MetaError? error) =>
    [
        new() { Value = (object?)error?.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
        new() { Value = (object?)error?.Subcode ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
        Text(error?.Message),
        Text(error?.FbtraceId),
        Text(error?.Remedy),
    ];

    private static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
