using MetaSync.Worker.Meta;
using Npgsql;

namespace MetaSync.Worker.Sync;

/// <summary>The statements that put the collected rows of a report in the place of its days' stored ones.</summary>
internal static class DayReplacement
{
    private const string PrimaryKey = "an_entity_has_one_row_per_day_and_breakdown";

    /// <summary>The staged table has no statistics, and by nested loops 60,000 rows against 60,000 would take hours. What can't do without them looks so dear then that the server would compile it, which takes 0.2 s.</summary>
    private const string Settings = "SELECT set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)";

    /// <summary>
    /// An ad may have several rows whose hour Meta left out. All are kept, as "unknown", "unknown 2" and so on: it can't be told whether one
    /// was sent twice.
    /// </summary>
    private static string Numbered(string source) => $"""
        (SELECT *, row_number() OVER (PARTITION BY day, campaign_id, adset_id, ad_id, breakdowns ORDER BY lacking IS NOT NULL, row) AS n FROM {source}) AS numbered
        """;

    private const string NumberedBreakdowns =
        $"breakdowns || CASE WHEN lacking IS NOT NULL AND n > 1 THEN jsonb_build_object(lacking, '{InsightsRow.Unknown} ' || n) ELSE '{{}}' END AS breakdowns";

    private static string Staged(string source, bool isLacking) => $"""
        SELECT day, campaign_id, adset_id, ad_id, {(isLacking ? NumberedBreakdowns : "breakdowns")}, impressions, clicks, reach, spend, row
        FROM {(isLacking ? Numbered(source) : source)}
        """;

    private const string Insert = """
        INSERT INTO metasync.insights
          (account, report, day, campaign_id, adset_id, ad_id, breakdowns, impressions, clicks, reach, spend, row, as_of, batch_id)
        SELECT $1, $2, day, campaign_id, adset_id, ad_id, breakdowns, impressions, clicks, reach, spend, row, $5, $6
        """;

    /// <summary>In the order in which Meta sent them.</summary>
    private static string Fill(string source, bool isLacking) => $"{Insert} FROM ({Staged(source, isLacking)}) AS staged";

    /// <summary>
    /// One row by the index, in any case: EXISTS might read the whole table where the server believes that there are many, and <c>min(day)</c>
    /// reads all rows of the days where it believes that there are few, 45 ms for 100,000.
    /// </summary>
    private const string FirstStored = "SELECT day FROM metasync.insights WHERE account = $1 AND report = $2 AND day BETWEEN $3 AND $4 ORDER BY day LIMIT 1";

    /// <summary>
    /// Rows that are the same stay as they are: a day that is read once more and has not changed writes nothing. All rows are compared once, by
    /// a hash of their keys, and what differs is kept until the stored ones of it are gone, so that a changed row finds its key free.
    /// </summary>
    private static string Replace(string source, bool isLacking) => $"""
        WITH differing AS MATERIALIZED (
          SELECT stored.old, staged.*
          FROM (
            SELECT ctid AS old, day, campaign_id, adset_id, ad_id, breakdowns, row
            FROM metasync.insights WHERE account = $1 AND report = $2 AND day BETWEEN $3 AND $4
          ) AS stored
          FULL JOIN ({Staged(source, isLacking)}) AS staged
          ON (staged.day, staged.campaign_id, staged.adset_id, staged.ad_id, staged.breakdowns) = (stored.day, stored.campaign_id, stored.adset_id, stored.ad_id, stored.breakdowns)
          WHERE staged.row IS DISTINCT FROM stored.row
        ), gone AS (
          DELETE FROM metasync.insights WHERE ctid = ANY (ARRAY(SELECT old FROM differing WHERE old IS NOT NULL)) RETURNING 1
        )
        {Insert}
        FROM differing WHERE (SELECT count(*) FROM gone) >= 0 AND row IS NOT NULL
        """;

    /// <summary>
    /// Writes down that each of the days was read and what it adds up to: also one that has no rows, and one of which nothing has changed.
    /// A day has changed when a row has this run's time, or when there are fewer than before.
    /// </summary>
    private const string Record = """
        WITH totals AS (
          SELECT day, count(*) AS rows, sum(spend) AS spend, sum(impressions)::bigint AS impressions, sum(clicks)::bigint AS clicks, bool_or(as_of = $5) AS has_new
          FROM metasync.insights WHERE account = $1 AND report = $2 AND day BETWEEN $3 AND $4 GROUP BY day
        ), fetched AS (
          INSERT INTO metasync.insights_fetches (account, report, day, as_of, day_id, rows, spend, impressions, clicks)
          SELECT $1, $2, day, $5, $7, coalesce(rows, 0), coalesce(spend, 0), coalesce(impressions, 0), coalesce(clicks, 0)
          FROM (SELECT $3 + n AS day FROM generate_series(0, $4 - $3) AS n) AS days LEFT JOIN totals USING (day)
          RETURNING day, rows
        ), stored AS (
          INSERT INTO metasync.insights_days AS known (account, report, day, rows, as_of, changed_at, batch_id)
          SELECT $1, $2, day, rows, $5, $5, $6 FROM fetched
          ON CONFLICT (account, report, day) DO UPDATE
          SET rows = excluded.rows, as_of = excluded.as_of, batch_id = excluded.batch_id,
              changed_at = CASE
                WHEN known.rows <> excluded.rows OR EXISTS (SELECT FROM totals WHERE totals.day = excluded.day AND has_new) THEN excluded.changed_at
                ELSE known.changed_at END
          RETURNING rows, changed_at = $5 AS changed
        ), report AS (
          INSERT INTO metasync.sync_day_reports (day_id, report, rows, changed) SELECT $7, $2, sum(rows), bool_or(changed) FROM stored
          RETURNING rows, changed
        )
        UPDATE metasync.sync_days SET changed = coalesce(sync_days.changed, false) OR report.changed FROM report WHERE id = $7
        RETURNING report.rows, report.changed
        """;

    /// <returns>How many rows are stored now, and whether any of the days has changed.</returns>
    /// <exception cref="MetaException">Meta sent the same row on two pages.</exception>
    public static async Task<(long Stored, bool Changed)> ReplaceAsync(
        NpgsqlConnection connection, DayRun run, string report, StagedRows staged, bool isLacking, CancellationToken cancellationToken)
    {
        var isFirst = staged == StagedRows.InTable && !await AnyIsStoredAsync(connection, run, report, cancellationToken);
        var replace = Command(isFirst ? Fill(staged.Source, isLacking) : Replace(staged.Source, isLacking), run, report);
        replace.Parameters.AddRange(staged.Parameters);
        var record = Command(Record, run, report);
        record.Parameters.Add(new() { Value = run.DayId });
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { new(Settings), replace, record } };
        try
        {
            await using var result = await batch.ExecuteReaderAsync(cancellationToken);
            await result.NextResultAsync(cancellationToken);
            await result.ReadAsync(cancellationToken);
            return (result.GetInt64(0), result.GetBoolean(1));
        }
        catch (PostgresException twice) when (twice is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: PrimaryKey })
        {
            throw SentTwice();
        }
    }

    private static async Task<bool> AnyIsStoredAsync(NpgsqlConnection connection, DayRun run, string report, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(FirstStored, connection)
        {
            Parameters = { new() { Value = run.Account }, new() { Value = report }, new() { Value = run.Day }, new() { Value = run.EndDay } },
        };
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static NpgsqlBatchCommand Command(string sql, DayRun run, string report) => new(sql)
    {
        Parameters =
        {
            new() { Value = run.Account }, new() { Value = report }, new() { Value = run.Day }, new() { Value = run.EndDay },
            new() { Value = run.AsOf }, new() { Value = run.BatchId },
        },
    };

    public static MetaException SentTwice() => MetaException.Transport("Meta sent the same row twice: the report changed between two of its pages");
}
