using System.Buffers;
using System.Runtime.InteropServices;
using MetaSync.Worker.Meta;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>The table of a session's own in which a report of several pages is collected. The server takes a page in while the next one is fetched and read.</summary>
internal sealed class StagedTable(NpgsqlConnection connection)
{
    public const string Name = "staged_insights";

    private const string Copy =
        $"COPY {Name} (day, campaign_id, adset_id, ad_id, breakdowns, impressions, clicks, reach, spend, row, lacking) FROM STDIN (FORMAT BINARY)";

    private readonly ArrayBufferWriter<byte> _json = new();
    private Task _isTakenIn = Task.CompletedTask;

    /// <summary>An empty one. The session keeps it when it goes back to the pool: to make it anew would leave thirty dead rows in the catalog each time.</summary>
    public static async Task<StagedTable> CreateAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
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
        return new StagedTable(connection);
    }

    /// <summary>Sends the rows, and does not wait until they are in the table.</summary>
    public async Task AddAsync(List<InsightsRow> rows, CancellationToken cancellationToken)
    {
        await _isTakenIn;
        var copy = await connection.BeginBinaryImportAsync(Copy, cancellationToken);
        try
        {
            foreach (var row in rows)
                await WriteAsync(copy, row, cancellationToken);
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }

        _isTakenIn = TakeInAsync(copy, cancellationToken);
    }

    /// <summary>Until all rows are in the table. Nothing else can be done with the session before.</summary>
    public Task CompleteAsync() => _isTakenIn;

    /// <summary>For rows that are of no use any more, whatever has become of them.</summary>
    public async Task AbandonAsync() => await _isTakenIn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static async Task TakeInAsync(NpgsqlBinaryImporter copy, CancellationToken cancellationToken)
    {
        await using (copy)
            await copy.CompleteAsync(cancellationToken);
    }

    private async Task WriteAsync(NpgsqlBinaryImporter copy, InsightsRow row, CancellationToken cancellationToken)
    {
        _json.ResetWrittenCount();
        _json.Write(JsonMarshal.GetRawUtf8Value(row.Json));
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
        await copy.WriteAsync(_json.WrittenMemory, NpgsqlDbType.Jsonb, cancellationToken);
        await copy.WriteAsync(row.Lacking, NpgsqlDbType.Text, cancellationToken);
    }
}
