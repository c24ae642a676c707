using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;

namespace MetaSync.ApiService.Insights;

/// <summary>
/// <c>{"data":[…],"manifest":{…}}</c>, or lines of one row each and a last one with the manifest. The names of a row's fields are the columns' own,
/// as in CSV, Parquet and SQL: a query moves from one to the other without renaming. The manifest is the API's, and written like its other answers.
/// </summary>
internal sealed class JsonExport : IExportWriter
{
    private static readonly JsonEncodedText[] Names = [.. ExportColumn.All.Select(column => JsonEncodedText.Encode(column.Name))];

    private readonly bool _isLines;
    private readonly ExportBuffer _buffer;
    private readonly Utf8JsonWriter _json;

    public JsonExport(Stream output, bool isLines)
    {
        _isLines = isLines;
        _buffer = new ExportBuffer(output);
        // Not escaped for HTML, which it never becomes a part of: names in other scripts stay readable, and half as long.
        _json = new Utf8JsonWriter(_buffer.Bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        if (!_isLines)
        {
            _json.WriteStartObject();
            _json.WriteStartArray("data");
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask WriteAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        _json.WriteStartObject();
        for (var n = 0; n < Names.Length; n++)
        {
            _json.WritePropertyName(Names[n]);
            if (row.IsDBNull(n))
                _json.WriteNullValue();
            else
                WriteValue(row, n, ExportColumn.All[n].Type);
        }

        _json.WriteEndObject();
        EndOfLine();
        return _buffer.SendPieceAsync(cancellationToken);
    }

    private void WriteValue(NpgsqlDataReader row, int n, ColumnType type)
    {
        switch (type)
        {
            case ColumnType.Text: _json.WriteStringValue(row.GetString(n)); break;
            case ColumnType.Json: _json.WriteRawValue(row.GetString(n), skipInputValidation: true); break; // PostgreSQL has validated it
            case ColumnType.Day: _json.WriteStringValue(row.GetFieldValue<DateOnly>(n).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case ColumnType.Instant: _json.WriteStringValue(row.GetDateTime(n).ToString(ExportText.Instant, CultureInfo.InvariantCulture)); break;
            case ColumnType.Count: _json.WriteNumberValue(row.GetInt64(n)); break;
            case ColumnType.Amount: _json.WriteNumberValue(row.GetDecimal(n)); break; // all digits, also those that a double would not hold
            case ColumnType.Flag: _json.WriteBooleanValue(row.GetBoolean(n)); break;
            default: throw new InvalidOperationException($"{type} has no form in JSON.");
        }
    }

    public ValueTask EndAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        if (_isLines)
            _json.WriteStartObject();
        else
            _json.WriteEndArray();

        _json.WritePropertyName("manifest");
        JsonSerializer.Serialize(_json, manifest, JsonSerializerOptions.Web);
        _json.WriteEndObject();
        EndOfLine();
        _json.Flush();
        return _buffer.SendAsync(cancellationToken);
    }

    private void EndOfLine()
    {
        _json.Flush();
        if (_isLines)
        {
            _buffer.Append("\n"u8);
            _json.Reset();
        }
    }

    public ValueTask DisposeAsync() => _json.DisposeAsync();
}
