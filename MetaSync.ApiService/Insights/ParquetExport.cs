using System.Text.Json;
using Npgsql;
using Parquet;
using Parquet.Schema;

namespace MetaSync.ApiService.Insights;

/// <summary>Row groups of bounded size, and the manifest in the footer. A file that is cut off has no footer, and no program reads it.</summary>
internal sealed class ParquetExport(Stream output) : IExportWriter
{
    /// <summary>Rows and characters that a row group has at most: what is held in memory.</summary>
    public const int MaxRows = 20_000, MaxText = 4 * 1024 * 1024;

    /// <summary>Snappy is read by every program. Zstandard files are a third as big, and took twelve times as long.</summary>
    private static readonly ParquetOptions Options = new()
    {
        CompressionMethod = CompressionMethod.Snappy,
        MaximumSmallPoolFreeBytes = 8 * 1024 * 1024, // without a limit its pool of buffers only grows
        MaximumLargePoolFreeBytes = 8 * 1024 * 1024,
    };

    private readonly IParquetColumn[] _columns = [.. ExportColumn.All.Select(ParquetColumn.Of)];
    private ParquetWriter? _parquet;
    private int _rows;
    private long _text;

    public async ValueTask StartAsync(CancellationToken cancellationToken) => _parquet = await ParquetWriter.CreateAsync(
        new ParquetSchema(_columns.Select(column => column.Field)), output, Options, cancellationToken: cancellationToken);

    public ValueTask WriteAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        for (var n = 0; n < _columns.Length; n++)
            _text += _columns[n].Add(row, n);

        return ++_rows < MaxRows && _text < MaxText ? ValueTask.CompletedTask : WriteGroupAsync(cancellationToken);
    }

    private async ValueTask WriteGroupAsync(CancellationToken cancellationToken)
    {
        using var group = _parquet!.CreateRowGroup();
        foreach (var column in _columns)
            await column.WriteAsync(group, cancellationToken);
        group.CompleteValidate();
        (_rows, _text) = (0, 0);
    }

    public async ValueTask EndAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        if (_rows > 0)
            await WriteGroupAsync(cancellationToken);
        _parquet!.CustomMetadata = new Dictionary<string, string> { ["metasync.manifest"] = JsonSerializer.Serialize(manifest, JsonSerializerOptions.Web) };
        await _parquet.DisposeAsync(); // which writes the footer
        _parquet = null;
    }

    /// <summary>Not the library's writer: its end would be that of a whole file.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
