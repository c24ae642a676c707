using MetaSync.Worker.Sync;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Reports;

/// <summary>The report runs of a day, stored so that a restarted worker goes on with the same ones instead of paying for them again.</summary>
internal sealed class ReportRuns(NpgsqlDataSource database)
{
    /// <summary>A completed run's rows are as old as the run; from then on another one is worth its price.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    /// <summary>Plans those runs anew that were completed too long ago.</summary>
    public async Task RenewAsync(DayRun day, string report, CancellationToken cancellationToken)
    {
        await using var command = Command("""
            WITH stale AS (
              UPDATE metasync.report_runs SET state = 'lost' WHERE day_id = $1 AND report = $2 AND state = 'completed' AND ended_at <= now() - $3
              RETURNING day_id, report, campaign_ids
            )
            INSERT INTO metasync.report_runs (day_id, report, campaign_ids) SELECT day_id, report, campaign_ids FROM stale
            """, day.DayId, report, Fresh);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The report of which a run is at work; a day has one at a time.</summary>
    public async Task<string?> FindReportAtWorkAsync(DayRun day, CancellationToken cancellationToken)
    {
        await using var command = Command("SELECT report FROM metasync.report_runs WHERE day_id = $1 AND state IN ('submitting', 'running')", day.DayId);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>The runs that the report is made of, in their order: those that are to come, are at work or are done.</summary>
    public async Task<List<ReportRun>> FindAsync(DayRun day, string report, CancellationToken cancellationToken)
    {
        await using var command = Command("""
            SELECT id, run_id, campaign_ids, state, coalesce(now() - submitted_at, interval '0') FROM metasync.report_runs
            WHERE day_id = $1 AND report = $2 AND state IN ('planned', 'submitting', 'running', 'completed') ORDER BY id
            """, day.DayId, report);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var runs = new List<ReportRun>();
        while (await row.ReadAsync(cancellationToken))
        {
            runs.Add(new ReportRun(
                row.GetInt64(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetFieldValue<string[]>(2),
                Enum.Parse<RunState>(row.GetString(3), ignoreCase: true), row.GetTimeSpan(4)));
        }

        return runs;
    }

    /// <summary>Plans one run for each list of campaigns; a null list is all of them.</summary>
    public async Task PlanAsync(DayRun day, string report, IEnumerable<IReadOnlyList<string>?> parts, CancellationToken cancellationToken)
    {
        await using var command = Command("""
            INSERT INTO metasync.report_runs (day_id, report, campaign_ids)
            SELECT $1, $2, string_to_array(list, ',') FROM unnest($3) WITH ORDINALITY AS part (list, place) ORDER BY place
            """, day.DayId, report, Lists(parts));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Written down before the submission leaves, so that one whose answer is lost is known of. False when the day is another worker's now.</summary>
    /// <remarks>A run of the day that nobody asks after any more, because its report is not wanted or is read in another way, makes room.</remarks>
    public async Task<bool> BeginAsync(DayRun day, ReportRun run, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                OfTheDay("""
                    WITH abandoned AS (
                      UPDATE metasync.report_runs SET state = 'lost', ended_at = now()
                      WHERE id <> $1 AND day_id = $2 AND state IN ('submitting', 'running')
                        AND EXISTS (SELECT FROM metasync.sync_days WHERE sync_days.id = $2 AND run_token = $3 FOR UPDATE)
                      RETURNING day_id, report, campaign_ids
                    )
                    INSERT INTO metasync.report_runs (day_id, report, campaign_ids) SELECT day_id, report, campaign_ids FROM abandoned
                    """),
                OfTheDay("""
                    UPDATE metasync.report_runs SET state = 'submitting', submitted_at = now()
                    WHERE id = $1 AND state = 'planned' AND EXISTS (SELECT FROM metasync.sync_days WHERE sync_days.id = $2 AND run_token = $3 FOR UPDATE)
                    """),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return batch.BatchCommands[1].RecordsAffected == 1;

        NpgsqlBatchCommand OfTheDay(string sql) => new(sql)
        {
            Parameters = { new() { Value = run.Id }, new() { Value = day.DayId }, new() { Value = day.Token } },
        };
    }

    /// <summary>Meta has taken the run. Not cancelled: an id that gets lost here costs a second submission.</summary>
    public async Task StartedAsync(ReportRun run, string runId)
    {
        await using var command = Command("UPDATE metasync.report_runs SET state = 'running', run_id = $2 WHERE id = $1 AND state = 'submitting'", run.Id, runId);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Meta has refused the submission: it is to be made another time.</summary>
    public async Task NotTakenAsync(ReportRun run)
    {
        await using var command = Command("UPDATE metasync.report_runs SET state = 'planned', submitted_at = NULL WHERE id = $1 AND state = 'submitting'", run.Id);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    public async Task ProgressAsync(ReportRun run, int percent, CancellationToken cancellationToken)
    {
        await using var command = Command("UPDATE metasync.report_runs SET percent = $2 WHERE id = $1 AND percent <> $2", run.Id, percent);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The run is over, one way or another. What is to be submitted in its place is planned in the same moment, or its rows could be forgotten.</summary>
    public async Task EndAsync(ReportRun run, RunState state, IReadOnlyList<IReadOnlyList<string>?> instead, CancellationToken cancellationToken)
    {
        await using var command = Command("""
            WITH ended AS (
              UPDATE metasync.report_runs SET state = $2, ended_at = now(), percent = CASE WHEN $2 = 'completed' THEN 100 ELSE percent END
              WHERE id = $1 AND state IN ('submitting', 'running', 'completed')
              RETURNING day_id, report
            ), progress AS (
              UPDATE metasync.sync_days SET attempts = 1 FROM ended WHERE sync_days.id = ended.day_id AND $2 = 'completed' -- tries are counted for each run
            )
            INSERT INTO metasync.report_runs (day_id, report, campaign_ids)
            SELECT day_id, report, string_to_array(list, ',') FROM ended, unnest($3) WITH ORDINALITY AS part (list, place) ORDER BY place
            """, run.Id, Name(state), Lists(instead));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Gives up what is planned or done: the report is to be asked for in another way.</summary>
    public async Task ForgetAsync(DayRun day, string report, CancellationToken cancellationToken)
    {
        await using var command = Command("""
            UPDATE metasync.report_runs SET state = 'lost', submitted_at = coalesce(submitted_at, now()), ended_at = now()
            WHERE day_id = $1 AND report = $2 AND state IN ('planned', 'completed')
            """, day.DayId, report);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>An array of arrays is not what PostgreSQL has.</summary>
    private static string?[] Lists(IEnumerable<IReadOnlyList<string>?> parts) => [.. parts.Select(part => part is null ? null : string.Join(',', part))];

    private static string Name(RunState state) => state switch
    {
        RunState.Completed => "completed",
        RunState.Failed => "failed",
        RunState.Skipped => "skipped",
        _ => "lost",
    };

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<object> values)
    {
        var command = database.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(value is string?[] texts ? new() { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text } : new() { Value = value });
        return command;
    }
}
