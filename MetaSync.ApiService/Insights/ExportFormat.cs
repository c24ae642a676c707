namespace MetaSync.ApiService.Insights;

/// <summary>How an export is written.</summary>
/// <param name="Name">As in the query and in the file's name.</param>
/// <param name="ContentType">Of the answer.</param>
internal sealed record ExportFormat(string Name, string ContentType)
{
    public static readonly ExportFormat Json = new("json", "application/json; charset=utf-8");
    public static readonly ExportFormat Ndjson = new("ndjson", "application/x-ndjson; charset=utf-8");
    public static readonly ExportFormat Csv = new("csv", "text/csv; charset=utf-8; header=present");
    public static readonly ExportFormat Parquet = new("parquet", "application/vnd.apache.parquet");

    public string MediaType => ContentType.Split(';')[0];

    public static IReadOnlyList<ExportFormat> All { get; } = [Json, Ndjson, Csv, Parquet];

    /// <summary>What writes the rows of a request in its format.</summary>
    public IExportWriter Write(ExportRequest request, Stream output) => Name switch
    {
        "csv" => new CsvExport(output, request.Raw),
        "parquet" => new ParquetExport(output),
        _ => new JsonExport(output, isLines: this == Ndjson),
    };
}
