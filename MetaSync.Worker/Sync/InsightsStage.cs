using System.Runtime.InteropServices;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>Collects a day's pages in a table that only this connection sees, and swaps them in for the day's rows at the end.</summary>
/// <remarks>Nothing of an unfinished day is visible, held in memory, or left behind: the table goes with the connection.</remarks>
internal sealed class InsightsStage : IAsyncDisposable
{
    private const string Columns = "account, report, day, campaign_id, adset_id, ad_id, breakdowns, impressions, clicks, reach, spend, row, as_of, batch_id";

    private readonly NpgsqlConnection _connection;
    private readonly DayRun _run;
    private readonly string _report;
    private bool _isLacking;

    private InsightsStage(NpgsqlConnection connection, DayRun run, string report) => (_connection, _run, _report) = (connection, run, report);

    /// <summary>Rows collected so far.</summary>
    public long Rows { get; private set; }

    public static async Task<InsightsStage> OpenAsync(NpgsqlDataSource database, DayRun run, Report report, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        var stage = new InsightsStage(connection, run, report.Key);
        await using var command = new NpgsqlCommand("CREATE TEMP TABLE staged_insights (LIKE metasync.insights, lacking text)", connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return stage;
    }

    public async Task AddAsync(InsightsPage page, CancellationToken cancellationToken)
    {
        await using var copy = await _connection.BeginBinaryImportAsync($"COPY staged_insights ({Columns}, lacking) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in page.Rows())
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(_run.Account, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(_report, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(_run.Day, NpgsqlDbType.Date, cancellationToken);
            await copy.WriteAsync(row.CampaignId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.AdsetId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.AdId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Breakdowns, NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(row.Impressions, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Clicks, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Reach, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Spend, NpgsqlDbType.Numeric, cancellationToken);
            await copy.WriteAsync(JsonMarshal.GetRawUtf8Value(row.Json).ToArray(), NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(_run.AsOf, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(_run.BatchId, NpgsqlDbType.Uuid, cancellationToken);
            await copy.WriteAsync(row.Lacking, NpgsqlDbType.Text, cancellationToken);
            _isLacking |= row.Lacking is not null;
            Rows++;
        }

        await copy.CompleteAsync(cancellationToken);
    }

    /// <summary>
    /// In one transaction: replaces those of the day's rows that differ from the collected ones, and finishes the day or this report of it,
    /// if the run's token is still its own.
    /// </summary>
    /// <returns>False when the run has been taken over; nothing is changed then.</returns>
    /// <exception cref="MetaException">Meta sent the same row on two pages, so another may be missing.</exception>
    public async Task<bool> ReplaceDayAsync(DayCost cost, bool finishesDay, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        if (!await FenceAsync(cost.Calls, finishesDay, cancellationToken))
            return false;

        if (_isLacking)
            await NumberUnknownAsync(cancellationToken);
        var (stored, changed) = await ReplaceAsync(cancellationToken);
        if (stored != Rows)
            throw MetaException.Transport("Meta sent the same row twice: the report changed between two of its pages");

        changed = await RecordAsync(changed, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        cost.Rows += Rows;
        cost.Changed |= changed;
        return true;
    }

    /// <summary>The fence: one row or none. The row's lock holds until the commit, so nobody can claim the day in between.</summary>
    private async Task<bool> FenceAsync(int calls, bool finishesDay, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(finishesDay
            ? """
              UPDATE metasync.sync_days
              SET state = 'succeeded', run_token = NULL, rows = coalesce(rows, 0) + $3, calls = calls + $4, finished_at = now(),
                  error_code = NULL, error_subcode = NULL, error_message = NULL, error_fbtrace_id = NULL, error_remedy = NULL
              WHERE id = $1 AND run_token = $2
              """
            : "UPDATE metasync.sync_days SET rows = coalesce(rows, 0) + $3 WHERE id = $1 AND run_token = $2", _connection)
        {
            Parameters = { new() { Value = _run.DayId }, new() { Value = _run.Token }, new() { Value = Rows } },
        };
        if (finishesDay)
            command.Parameters.Add(new() { Value = calls });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>An ad may have several rows whose hour Meta left out. All are kept, as "unknown", "unknown 2" and so on: it can't be told whether one was sent twice.</summary>
    private async Task NumberUnknownAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            UPDATE staged_insights AS staged SET breakdowns = staged.breakdowns || jsonb_build_object(lacking, $1 || ' ' || numbered.n)
            FROM (
              SELECT ctid, row_number() OVER (PARTITION BY campaign_id, adset_id, ad_id, breakdowns ORDER BY lacking IS NOT NULL, row) AS n
              FROM staged_insights
            ) AS numbered
            WHERE numbered.ctid = staged.ctid AND numbered.n > 1 AND lacking IS NOT NULL
            """, _connection)
        {
            Parameters = { new() { Value = InsightsRow.Unknown } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Rows that are the same stay as they are: a day that is read once more and has not changed writes nothing.</summary>
    private async Task<(long Stored, bool Changed)> ReplaceAsync(CancellationToken cancellationToken)
    {
        await using var replace = new NpgsqlBatch(_connection)
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
                new($"INSERT INTO metasync.insights ({Columns}) SELECT {Columns} FROM staged_insights ON CONFLICT DO NOTHING"),
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
    private async Task<bool> RecordAsync(bool changed, CancellationToken cancellationToken)
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
            """, _connection)
        {
            Parameters =
            {
                new() { Value = _run.Account }, new() { Value = _report }, new() { Value = _run.Day }, new() { Value = Rows },
                new() { Value = _run.AsOf }, new() { Value = _run.BatchId }, new() { Value = changed }, new() { Value = _run.DayId },
            },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private NpgsqlBatchCommand OfTheDay(string sql) => new(sql)
    {
        Parameters = { new() { Value = _run.Account }, new() { Value = _report }, new() { Value = _run.Day } },
    };

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
