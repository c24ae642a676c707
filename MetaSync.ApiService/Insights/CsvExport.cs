using System.Buffers;
using Npgsql;

namespace MetaSync.ApiService.Insights;

/// <summary>
/// RFC 4180 in UTF-8, with a header and line ends of CR LF. Null is an empty field and an empty text is "", as in PostgreSQL's own COPY.
/// A text that a spreadsheet would run as a formula gets a ' before it, unless the rows are asked for raw; numbers never do.
/// </summary>
/// <remarks>https://owasp.org/www-community/attacks/CSV_Injection</remarks>
internal sealed class CsvExport(Stream output, bool raw) : IExportWriter
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");
    private static readonly SearchValues<char> StartFormulas = SearchValues.Create("=+-@\t\r\n＝＋－＠");

    private readonly ExportBuffer _buffer = new(output);

    public ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _buffer.Append(string.Join(',', ExportColumn.All.Select(column => column.Name)));
        _buffer.Append("\r\n"u8);
        return _buffer.SendAsync(cancellationToken);
    }

    public ValueTask WriteAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        for (var n = 0; n < ExportColumn.All.Count; n++)
        {
            if (n > 0)
                _buffer.Append(","u8);
            if (!row.IsDBNull(n))
                WriteValue(row, n, ExportColumn.All[n].Type);
        }

        _buffer.Append("\r\n"u8);
        return _buffer.SendPieceAsync(cancellationToken);
    }

    private void WriteValue(NpgsqlDataReader row, int n, ColumnType type)
    {
        switch (type)
        {
            case ColumnType.Text: WriteText(row.GetString(n), !raw); break;
            case ColumnType.Json: WriteText(row.GetString(n), isGuarded: false); break; // it starts with a brace
            case ColumnType.Day: _buffer.Append(row.GetFieldValue<DateOnly>(n), "yyyy-MM-dd"); break;
            case ColumnType.Instant: _buffer.Append(row.GetDateTime(n), ExportText.Instant); break;
            case ColumnType.Count: _buffer.Append(row.GetInt64(n), "D"); break;
            case ColumnType.Amount: _buffer.Append(row.GetDecimal(n), "G"); break;
            case ColumnType.Flag: _buffer.Append(row.GetBoolean(n) ? "true"u8 : "false"u8); break;
            default: throw new InvalidOperationException($"{type} has no form in CSV.");
        }
    }

    private void WriteText(string text, bool isGuarded)
    {
        var isFormula = isGuarded && text.Length > 0 && StartFormulas.Contains(text[0]);
        var isQuoted = text.Length == 0 || text.AsSpan().ContainsAny(NeedQuotes);
        if (isQuoted)
            _buffer.Append("\""u8);
        if (isFormula)
            _buffer.Append("'"u8);
        _buffer.Append(isQuoted ? text.Replace("\"", "\"\"", StringComparison.Ordinal) : text);
        if (isQuoted)
            _buffer.Append("\""u8);
    }

    public ValueTask EndAsync(Manifest manifest, CancellationToken cancellationToken) => _buffer.SendAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
