using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>The statements of the one transaction that puts the collected rows of a report in the place of the day's stored ones.</summary>
internal sealed class DayReplacement(NpgsqlConnection connection, DayRun run, string report, long rows)
{
    /// <summary>The fence: one row or none. The row's lock holds until the commit, so nobody can claim the day in between.</summary>
    public async Task<bool> FenceAsync(int calls, bool finishesDay, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(finishesDay
            ? """
              UPDATE metasync.sync_days
              SET state = 'succeeded', run_token = NULL, rows = coalesce(rows, 0) + $3, calls = calls + $4, finished_at = now(),
                  error_code = NULL, error_subcode = NULL, error_message = NULL, error_fbtrace_id = NULL, error_remedy = NULL
              WHERE id = $1 AND run_token = $2
              """
            : "UPDATE metasync.sync_days SET rows = coalesce(rows, 0) + $3 WHERE id = $1 AND run_token = $2", connection)
        {
            Parameters = { new() { Value = run.DayId }, new() { Value = run.Token }, new() { Value = rows } },
        };
        if (finishesDay)
            command.Parameters.Add(new() { Value = calls });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Rows that are the same stay as they are: a day that is read once more and has not changed writes nothing.</summary>
    public async Task<(long Stored, bool Changed)> ReplaceAsync(string columns, CancellationToken cancellationToken)
    {
        await using var replace = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // The staged table has no statistics, and by nested loops 60,000 rows against 60,000 would take hours.
                new("SET LOCAL enable_nestloop = off"),
                OfTheDay("""
                    DELETE FROM metasync.insights AS stored WHERE account = $1 AND report = $2 AND day = $3 AND NOT EXISTS (
                      SELECT FROM staged_insights AS staged
                      WHERE (staged.campaign_id, staged.adset_id, staged.ad_id, staged.breakdowns, staged.row)
                          = (stored.campaign_id, stored.adset_id, stored.ad_id, stored.breakdowns, stored.row))
                    """),
                new($"INSERT INTO metasync.insights ({columns}) SELECT {columns} FROM staged_insights ON CONFLICT DO NOTHING"),
                OfTheDay("SELECT count(*) FROM metasync.insights WHERE account = $1 AND report = $2 AND day = $3"),
            },
        };
        await using var reader = await replace.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var stored = reader.GetInt64(0);
        await reader.CloseAsync();
        return (stored, replace.BatchCommands[1].RecordsAffected + replace.BatchCommands[2].RecordsAffected > 0);
    }

    /// <summary>Writes down that the day was read: also when it has no rows, and when nothing has changed.</summary>
    public async Task<bool> RecordAsync(bool changed, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH stored AS (
              INSERT INTO metasync.insights_days AS known (account, report, day, rows, as_of, changed_at, batch_id) VALUES ($1, $2, $3, $4, $5, $5, $6)
              ON CONFLICT (account, report, day) DO UPDATE
              SET rows = excluded.rows, as_of = excluded.as_of, batch_id = excluded.batch_id,
                  changed_at = CASE WHEN $7 THEN excluded.changed_at ELSE known.changed_at END
              RETURNING changed_at = $5 AS changed
            ), report AS (
              INSERT INTO metasync.sync_day_reports (day_id, report, rows, changed) SELECT $8, $2, $4, changed FROM stored
            )
            UPDATE metasync.sync_days SET changed = coalesce(sync_days.changed, false) OR stored.changed FROM stored WHERE id = $8
            RETURNING stored.changed
            """, connection)
        {
            Parameters =
            {
                new() { Value = run.Account }, new() { Value = report }, new() { Value = run.Day }, new() { Value = rows },
                new() { Value = run.AsOf }, new() { Value = run.BatchId }, new() { Value = changed }, new() { Value = run.DayId },
            },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private NpgsqlBatchCommand OfTheDay(string sql) => new(sql)
    {
        Parameters = { new() { Value = run.Account }, new() { Value = report }, new() { Value = run.Day } },
    };
}
