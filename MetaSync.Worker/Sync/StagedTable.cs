using System.Runtime.InteropServices;
using MetaSync.Worker.Meta;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>The table of a session's own in which a report of several pages is collected.</summary>
internal static class StagedTable
{
    public const string Name = "staged_insights";

    private const string Copy =
        $"COPY {Name} (day, campaign_id, adset_id, ad_id, breakdowns, impressions, clicks, reach, spend, row, lacking) FROM STDIN (FORMAT BINARY)";

    /// <summary>An empty one. The session keeps it when it goes back to the pool: to make it anew would leave thirty dead rows in the catalog each time.</summary>
    public static async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new($"""
                    CREATE TEMP TABLE IF NOT EXISTS {Name} (
                      day date, campaign_id text, adset_id text, ad_id text, breakdowns jsonb,
                      impressions bigint, clicks bigint, reach bigint, spend numeric, row jsonb, lacking text)
                    """),
                new($"TRUNCATE {Name}"),
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task CopyAsync(NpgsqlConnection connection, List<InsightsRow> rows, CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
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
            await copy.WriteAsync(row.Lacking, NpgsqlDbType.Text, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
