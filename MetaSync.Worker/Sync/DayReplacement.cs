using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>The statements of the one transaction that puts the collected rows of a report in the place of its days' stored ones.</summary>
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
    /// <returns>The days whose rows differ.</returns>
    public async Task<IReadOnlyCollection<DateOnly>> ReplaceAsync(string columns, CancellationToken cancellationToken)
    {
        await using var replace = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // The staged table has no statistics, and by nested loops 60,000 rows against 60,000 would take hours.
                new("SET LOCAL enable_nestloop = off"),
                // A nested loop that can't be avoided then looks so dear that PostgreSQL compiles the statement: 300 ms for a day of five rows.
                new("SET LOCAL jit = off"),
                new("""
                    WITH gone AS (
                      DELETE FROM metasync.insights AS stored WHERE account = $1 AND report = $2 AND day BETWEEN $3 AND $4 AND NOT EXISTS (
                        SELECT FROM staged_insights AS staged
                        WHERE (staged.day, staged.campaign_id, staged.adset_id, staged.ad_id, staged.breakdowns, staged.row)
                            = (stored.day, stored.campaign_id, stored.adset_id, stored.ad_id, stored.breakdowns, stored.row))
                      RETURNING day
                    )
                    SELECT DISTINCT day FROM gone
                    """)
                {
                    Parameters = { new() { Value = run.Account }, new() { Value = report }, new() { Value = run.Day }, new() { Value = run.EndDay } },
                },
                new($"""
                    WITH come AS (
                      INSERT INTO metasync.insights ({columns}) SELECT {columns} FROM staged_insights ON CONFLICT DO NOTHING RETURNING day
                    )
                    SELECT DISTINCT day FROM come
                    """),
            },
        };
        await using var reader = await replace.ExecuteReaderAsync(cancellationToken);
        var changed = new HashSet<DateOnly>();
        do
        {
            while (await reader.ReadAsync(cancellationToken))
                changed.Add(reader.GetFieldValue<DateOnly>(0));
        }
        while (await reader.NextResultAsync(cancellationToken));
        return changed;
    }

    /// <summary>Writes down that each of the days was read and what it adds up to: also one that has no rows, and one of which nothing has changed.</summary>
    /// <returns>How many rows are stored now, and whether any of the days has changed.</returns>
    public async Task<(long Stored, bool Changed)> RecordAsync(IReadOnlyCollection<DateOnly> changed, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            WITH totals AS (
              SELECT day, count(*) AS rows, sum(spend) AS spend, sum(impressions)::bigint AS impressions, sum(clicks)::bigint AS clicks
              FROM metasync.insights WHERE account = $1 AND report = $2 AND day BETWEEN $3 AND $4 GROUP BY day
            ), fetched AS (
              INSERT INTO metasync.insights_fetches (account, report, day, as_of, day_id, rows, spend, impressions, clicks)
              SELECT $1, $2, day, $5, $6, coalesce(rows, 0), coalesce(spend, 0), coalesce(impressions, 0), coalesce(clicks, 0)
              FROM (SELECT $3 + n AS day FROM generate_series(0, $4 - $3) AS n) AS days LEFT JOIN totals USING (day)
              RETURNING day, rows
            ), stored AS (
              INSERT INTO metasync.insights_days AS known (account, report, day, rows, as_of, changed_at, batch_id)
              SELECT $1, $2, day, rows, $5, $5, $7 FROM fetched
              ON CONFLICT (account, report, day) DO UPDATE
              SET rows = excluded.rows, as_of = excluded.as_of, batch_id = excluded.batch_id,
                  changed_at = CASE WHEN excluded.day = ANY ($8) THEN excluded.changed_at ELSE known.changed_at END
              RETURNING rows, changed_at = $5 AS changed
            ), report AS (
              INSERT INTO metasync.sync_day_reports (day_id, report, rows, changed) SELECT $6, $2, sum(rows), bool_or(changed) FROM stored
              RETURNING rows, changed
            )
            UPDATE metasync.sync_days SET changed = coalesce(sync_days.changed, false) OR report.changed FROM report WHERE id = $6
            RETURNING report.rows, report.changed
            """, connection)
        {
            Parameters =
            {
                new() { Value = run.Account }, new() { Value = report }, new() { Value = run.Day }, new() { Value = run.EndDay },
                new() { Value = run.AsOf }, new() { Value = run.DayId }, new() { Value = run.BatchId }, new() { Value = changed.ToArray() },
            },
        };
        await using var recorded = await command.ExecuteReaderAsync(cancellationToken);
        await recorded.ReadAsync(cancellationToken);
        return (recorded.GetInt64(0), recorded.GetBoolean(1));
    }
}
