using System.Numerics;
using DuckDB.NET.Data;
using MetaSync.ApiService.Insights;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Insights;

/// <summary>Another program that reads files, and what it finds in them against what the database has.</summary>
internal static class DuckDb
{
    /// <summary>Rows, sums, and the sum of a digest of each row's every column.</summary>
    public sealed record Content(long Rows, decimal Spend, long Impressions, BigInteger Digests);

    public static Content Csv(string file) => Read(
        $"read_csv('{file}', header = true, delim = ',', quote = '\"', escape = '\"', allow_quoted_nulls = false, columns = {{{string.Join(", ", ExportColumn.All.Select(column => $"'{column.Name}': '{Type(column.Type)}'"))}}})");

    public static Content Parquet(string file) => Read($"read_parquet('{file}')");

    /// <summary>The values of a column, as text.</summary>
    public static IReadOnlyList<string?> Column(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var values = new List<string?>();
        while (row.Read())
            values.Add(row.IsDBNull(0) ? null : row.GetString(0));
        return values;
    }

    public static async Task<Content> DatabaseAsync(SyncApplication app, string where, CancellationToken cancellationToken)
    {
        var text = ExportColumn.All.Select(column => "coalesce(" + column.Type switch
        {
            ColumnType.Amount => $"({column.Name})::numeric(38, 9)::text",
            ColumnType.Instant => $"(extract(epoch FROM {column.Name}) * 1000000)::bigint::text",
            _ => $"({column.Name})::text",
        } + ", '~')");
        await using var command = app.Database.CreateCommand($"""
            SELECT count(*), sum(spend), sum(impressions)::bigint, sum(('x' || substr(md5(concat_ws('|', {string.Join(", ", text)})), 1, 8))::bit(32)::bigint)
            FROM metasync.report_insights WHERE {where}
            """);
        command.CommandTimeout = 0;
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        Assert.True(await row.ReadAsync(cancellationToken));
        return new Content(row.GetInt64(0), row.GetDecimal(1), row.GetInt64(2), row.GetFieldValue<BigInteger>(3));
    }

    private static Content Read(string source)
    {
        var text = ExportColumn.All.Select(column => "coalesce(" + column.Type switch
        {
            ColumnType.Instant => $"epoch_us(\"{column.Name}\")::varchar",
            _ => $"\"{column.Name}\"::varchar",
        } + ", '~')");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), sum(spend), sum(impressions), sum(('0x' || substr(md5(concat_ws('|', {string.Join(", ", text)})), 1, 8))::bigint) FROM {source}";
        using var row = command.ExecuteReader();
        Assert.True(row.Read());
        return new Content(row.GetInt64(0), row.GetDecimal(1), (long)row.GetFieldValue<BigInteger>(2), row.GetFieldValue<BigInteger>(3));
    }

    private static string Type(ColumnType type) => type switch
    {
        ColumnType.Day => "DATE",
        ColumnType.Instant => "TIMESTAMPTZ",
        ColumnType.Count => "BIGINT",
        ColumnType.Amount => "DECIMAL(38,9)",
        ColumnType.Flag => "BOOLEAN",
        _ => "VARCHAR",
    };
}
