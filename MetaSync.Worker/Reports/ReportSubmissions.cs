using MetaSync.Worker.Sync;
using Npgsql;

namespace MetaSync.Worker.Reports;

/// <summary>The submission of a report run at Meta, written down before it leaves and when it is answered.</summary>
internal sealed class ReportSubmissions(NpgsqlDataSource database)
{
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
        await using var command = database.CreateCommand("UPDATE metasync.report_runs SET state = 'running', run_id = $2 WHERE id = $1 AND state = 'submitting'");
        command.Parameters.Add(new() { Value = run.Id });
        command.Parameters.Add(new() { Value = runId });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Meta has refused the submission: it is to be made another time.</summary>
    public async Task NotTakenAsync(ReportRun run)
    {
        await using var command = database.CreateCommand("UPDATE metasync.report_runs SET state = 'planned', submitted_at = NULL WHERE id = $1 AND state = 'submitting'");
        command.Parameters.Add(new() { Value = run.Id });
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
