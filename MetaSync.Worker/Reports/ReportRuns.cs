using MetaSync.Sync;
using MetaSync.Worker.Sync;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Reports;

/// <summary>The report runs of a day, stored so that a restarted worker goes on with the same ones instead of paying for them again.</summary>
internal sealed class ReportRuns(NpgsqlDataSource database)
{
    /// <summary>A completed run's rows are as old as the run; from then on another one is worth its price.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);

    /// <summary>The day, if it is still this run's; a worker that was declared dead plans and ends nothing. It is locked before its report runs, by all who lock both.</summary>
    private const string OwnDay = "WITH day AS (SELECT id FROM metasync.sync_days WHERE id = $1 AND run_token = $2 FOR UPDATE)";

    /// <summary>Plans those runs anew that were completed too long ago.</summary>
    public async Task RenewAsync(DayRun day, string report, CancellationToken cancellationToken)
    {
        await using var command = Command($"""
            {OwnDay}, stale AS (
              UPDATE metasync.report_runs AS run SET state = 'lost'
              FROM day WHERE run.day_id = day.id AND report = $3 AND state = 'completed' AND ended_at <= now() - $4
              RETURNING day_id, report, campaign_ids
            )
            INSERT INTO metasync.report_runs (day_id, report, campaign_ids) SELECT day_id, report, campaign_ids FROM stale
            """, day.DayId, day.Token, report, Fresh);
        await command.ExecuteNonQueryAsync(cancellationToken);
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
                row.GetInt64(0), row.Text(1), row.IsDBNull(2) ? null : row.GetFieldValue<string[]>(2),
                Enum.Parse<RunState>(row.GetString(3), ignoreCase: true), row.GetTimeSpan(4)));
        }

        return runs;
    }

    /// <summary>Plans one run for each list of campaigns; a null list is all of them.</summary>
    public async Task PlanAsync(DayRun day, string report, IEnumerable<IReadOnlyList<string>?> parts, CancellationToken cancellationToken)
    {
        await using var command = Command($"""
            {OwnDay}
            INSERT INTO metasync.report_runs (day_id, report, campaign_ids)
            SELECT day.id, $3, string_to_array(list, ',') FROM day, unnest($4) WITH ORDINALITY AS part (list, place) ORDER BY place
            """, day.DayId, day.Token, report, Lists(parts));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ProgressAsync(ReportRun run, int percent, CancellationToken cancellationToken)
    {
        await using var command = Command("UPDATE metasync.report_runs SET percent = $2 WHERE id = $1 AND percent <> $2", run.Id, percent);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>The run's rows can be read. Whether its tries are counted anew; not those of one that takes the place of another which could not be read.</summary>
    public async Task<bool> CompleteAsync(DayRun day, ReportRun run, CancellationToken cancellationToken)
    {
        await using var command = Command($"""
            {OwnDay}, completed AS (
              UPDATE metasync.report_runs AS run SET state = 'completed', ended_at = now(), percent = 100
              FROM day WHERE run.id = $3 AND run.day_id = day.id AND state = 'running'
              RETURNING day_id, report, campaign_ids
            ), anew AS (
              UPDATE metasync.sync_days SET attempts = 1 FROM completed
              WHERE sync_days.id = completed.day_id AND NOT EXISTS (
                SELECT FROM metasync.report_runs AS earlier
                WHERE earlier.day_id = completed.day_id AND earlier.report = completed.report AND earlier.id <> $3
                  AND earlier.campaign_ids IS NOT DISTINCT FROM completed.campaign_ids AND earlier.percent = 100)
              RETURNING 1
            )
            SELECT EXISTS (SELECT FROM anew) FROM day
            """, day.DayId, day.Token, run.Id);
        return await command.ExecuteScalarAsync(cancellationToken) is bool anew ? anew : throw new DayTakenOverException();
    }

    /// <summary>The run brought nothing. What is to be submitted in its place is planned in the same moment, or its rows could be forgotten.</summary>
    public async Task EndAsync(DayRun day, ReportRun run, RunState state, IReadOnlyList<IReadOnlyList<string>?> instead, CancellationToken cancellationToken)
    {
        await using var command = Command($"""
            {OwnDay}, ended AS (
              UPDATE metasync.report_runs AS run SET state = $4, ended_at = now()
              FROM day WHERE run.id = $3 AND run.day_id = day.id AND state IN ('submitting', 'running', 'completed')
              RETURNING day_id, report
            ), planned AS (
              INSERT INTO metasync.report_runs (day_id, report, campaign_ids)
              SELECT day_id, report, string_to_array(list, ',') FROM ended, unnest($5) WITH ORDINALITY AS part (list, place) ORDER BY place
            )
            SELECT id FROM day
            """, day.DayId, day.Token, run.Id, Name(state), Lists(instead));
        if (await command.ExecuteScalarAsync(cancellationToken) is null)
            throw new DayTakenOverException();
    }

    /// <summary>Gives up what is planned or done: the report is to be asked for in another way.</summary>
    public async Task ForgetAsync(DayRun day, string report, CancellationToken cancellationToken)
    {
        await using var command = Command($"""
            {OwnDay}
            UPDATE metasync.report_runs AS run SET state = 'lost', submitted_at = coalesce(submitted_at, now()), ended_at = now()
            FROM day WHERE run.day_id = day.id AND report = $3 AND state IN ('planned', 'completed')
            """, day.DayId, day.Token, report);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>An array of arrays is not what PostgreSQL has.</summary>
    private static string?[] Lists(IEnumerable<IReadOnlyList<string>?> parts) => [.. parts.Select(part => part is null ? null : string.Join(',', part))];

    private static string Name(RunState state) => state switch
    {
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
