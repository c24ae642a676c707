using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>
/// The fence: it hits the day's one row, or none when the day is not this run's any more. The row's lock holds until the commit, so that
/// nobody can claim the day in between.
/// </summary>
internal static class DayFence
{
    private const string Finish = """
        UPDATE metasync.sync_days
        SET state = 'succeeded', run_token = NULL, rows = coalesce(rows, 0) + $3, calls = calls + $4, finished_at = now(),
            error_code = NULL, error_subcode = NULL, error_message = NULL, error_fbtrace_id = NULL, error_remedy = NULL
        WHERE id = $1 AND run_token = $2
        """;

    private const string Continue = "UPDATE metasync.sync_days SET rows = coalesce(rows, 0) + $3 WHERE id = $1 AND run_token = $2";

    /// <summary>Adds what has come in, and finishes the day with its last report. False when the run has been taken over.</summary>
    public static async Task<bool> PassAsync(
        NpgsqlConnection connection, DayRun run, long rows, int calls, bool finishesDay, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(finishesDay ? Finish : Continue, connection)
        {
            Parameters = { new() { Value = run.DayId }, new() { Value = run.Token }, new() { Value = rows } },
        };
        if (finishesDay)
            command.Parameters.Add(new() { Value = calls });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
