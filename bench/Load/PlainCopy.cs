using System.Runtime.InteropServices;
using System.Text.Json;
using MetaSync.Faults.Rig;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using MetaSync.Worker.Sync;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Bench.Load;

/// <summary>The same rows with nothing done to them: already read, in memory, by one binary COPY into a table like the one of the insights, with its key.</summary>
internal sealed class PlainCopy(NpgsqlDataSource database, DayRun run)
{
    private readonly List<(InsightsRow Row, byte[] Json)> _rows = [];

    public Task CreateAsync(CancellationToken cancellationToken) =>
        database.ExecuteAsync("CREATE TABLE IF NOT EXISTS plain_insights (LIKE metasync.insights INCLUDING ALL)", cancellationToken);

    public void Read(IEnumerable<byte[]> pages)
    {
        var query = new InsightsQuery(run.Account, run.Days, Report.Default, []);
        foreach (var bytes in pages)
        {
            using var page = new InsightsPage(JsonDocument.Parse(bytes), query);
            _rows.AddRange(page.Rows().Select(row => (row, JsonMarshal.GetRawUtf8Value(row.Json).ToArray())));
        }
    }

    public async Task CopyAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var copy = await connection.BeginBinaryImportAsync("""
            COPY plain_insights (account, report, day, campaign_id, adset_id, ad_id, breakdowns, impressions, clicks, reach, spend, row, as_of, batch_id)
            FROM STDIN (FORMAT BINARY)
            """, cancellationToken);
        foreach (var (row, json) in _rows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(run.Account, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(Report.Default.Key, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Day, NpgsqlDbType.Date, cancellationToken);
            await copy.WriteAsync(row.CampaignId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.AdsetId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.AdId, NpgsqlDbType.Text, cancellationToken);
            await copy.WriteAsync(row.Breakdowns, NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(row.Impressions, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Clicks, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Reach, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(row.Spend, NpgsqlDbType.Numeric, cancellationToken);
            await copy.WriteAsync(json, NpgsqlDbType.Jsonb, cancellationToken);
            await copy.WriteAsync(run.AsOf, NpgsqlDbType.TimestampTz, cancellationToken);
            await copy.WriteAsync(run.BatchId, NpgsqlDbType.Uuid, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
