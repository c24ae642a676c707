using System.Runtime.InteropServices;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>Collects the pages of a day, or of a chunk of days, in a table that only this connection sees, and swaps them in for the stored rows at the end.</summary>
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
            await copy.WriteAsync(row.Day, NpgsqlDbType.Date, cancellationToken);
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
    /// In one transaction: replaces those of the days' rows that differ from the collected ones, and finishes the day or this report of it,
    /// if the run's token is still its own.
    /// </summary>
    /// <returns>False when the run has been taken over; nothing is changed then.</returns>
    /// <exception cref="MetaException">Meta sent the same row on two pages, so another may be missing.</exception>
    public async Task<bool> ReplaceDayAsync(DayCost cost, bool finishesDay, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        var replacement = new DayReplacement(_connection, _run, _report, Rows);
        if (!await replacement.FenceAsync(cost.Calls, finishesDay, cancellationToken))
            return false;

        if (_isLacking)
            await NumberUnknownAsync(cancellationToken);
        var days = await replacement.ReplaceAsync(Columns, cancellationToken);
        var (stored, changed) = await replacement.RecordAsync(days, cancellationToken);
        if (stored != Rows)
            throw MetaException.Transport("Meta sent the same row twice: the report changed between two of its pages");

        await transaction.CommitAsync(cancellationToken);
        cost.Rows += Rows;
        cost.Changed |= changed;
        return true;
    }

    /// <summary>An ad may have several rows whose hour Meta left out. All are kept, as "unknown", "unknown 2" and so on: it can't be told whether one was sent twice.</summary>
    private async Task NumberUnknownAsync(CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("""
            UPDATE staged_insights AS staged SET breakdowns = staged.breakdowns || jsonb_build_object(lacking, $1 || ' ' || numbered.n)
            FROM (
              SELECT ctid, row_number() OVER (PARTITION BY day, campaign_id, adset_id, ad_id, breakdowns ORDER BY lacking IS NOT NULL, row) AS n
              FROM staged_insights
            ) AS numbered
            WHERE numbered.ctid = staged.ctid AND numbered.n > 1 AND lacking IS NOT NULL
            """, _connection)
        {
            Parameters = { new() { Value = InsightsRow.Unknown } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
