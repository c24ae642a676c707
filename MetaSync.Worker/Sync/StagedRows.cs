using System.Text;
using MetaSync.Worker.Meta;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Sync;

/// <summary>Where the collected rows are: an SQL source with the staged table's columns, and what it takes as parameters, from $7 on.</summary>
internal sealed record StagedRows(string Source, NpgsqlParameter[] Parameters)
{
    /// <summary>In the session's own table.</summary>
    public static StagedRows InTable { get; } = new(StagedTable.Name, []);

    /// <summary>In the statement itself: a page needs no table.</summary>
    public static StagedRows Of(List<InsightsRow> rows) => new(
        """
        unnest($7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
          AS page (day, campaign_id, adset_id, ad_id, breakdowns, impressions, clicks, reach, spend, row, lacking)
        """,
        [
            Array(rows, NpgsqlDbType.Date, row => row.Day),
            Array(rows, NpgsqlDbType.Text, row => row.CampaignId),
            Array(rows, NpgsqlDbType.Text, row => row.AdsetId),
            Array(rows, NpgsqlDbType.Text, row => row.AdId),
            Array(rows, NpgsqlDbType.Jsonb, row => Encoding.UTF8.GetString(row.Breakdowns.Span)),
            Array(rows, NpgsqlDbType.Bigint, row => row.Impressions),
            Array(rows, NpgsqlDbType.Bigint, row => row.Clicks),
            Array(rows, NpgsqlDbType.Bigint, row => row.Reach),
            Array(rows, NpgsqlDbType.Numeric, row => row.Spend),
            Array(rows, NpgsqlDbType.Jsonb, row => row.Json.GetRawText()),
            Array(rows, NpgsqlDbType.Text, row => row.Lacking),
        ]);

    private static NpgsqlParameter Array<T>(List<InsightsRow> rows, NpgsqlDbType type, Func<InsightsRow, T> column) =>
        new() { Value = rows.Select(column).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | type };
}
