namespace MetaSync.Worker.Cli.Export;

/// <summary>Counts the rows of an export while its bytes go by, and knows whether it has come to its end.</summary>
/// <remarks>An answer over HTTP/1.1 has no trailer (docs/decisions/0015): this is what tells a part from the whole.</remarks>
internal sealed class RowCount(string format)
{
    private const int MagicBytes = 4;

    private readonly byte[] _last = new byte[MagicBytes];
    private bool _isQuoted, _isEscaped, _isAtLineStart = true, _isInRows, _isManifestLine;
    private int _depth, _column;
    private long _records;

    /// <summary>How many rows there were; null for Parquet, which counts them where only its readers see it.</summary>
    public long? Rows => format switch
    {
        "csv" => Math.Max(0, _records - 1), // less the heading
        "ndjson" => _records - (_isManifestLine ? 1 : 0),
        "json" => _records,
        _ => null,
    };

    /// <summary>Whether the end of the format has come. CSV has none but the end of a line.</summary>
    public bool IsWhole => format switch
    {
        "csv" => _isAtLineStart && !_isQuoted,
        "ndjson" => _isAtLineStart && _isManifestLine,
        "json" => _depth == 0 && _records + _column > 0,
        _ => _last.AsSpan().SequenceEqual("PAR1"u8),
    };

    public void Add(ReadOnlySpan<byte> bytes)
    {
        switch (format)
        {
            case "csv": AddCsv(bytes); break;
            case "ndjson": AddLines(bytes); break;
            case "json": AddJson(bytes); break;
            default: AddTail(bytes); break;
        }
    }

    private void AddCsv(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (one == '"')
                _isQuoted = !_isQuoted; // a doubled one is two changes, and so none
            _isAtLineStart = one == '\n' && !_isQuoted;
            if (_isAtLineStart)
                _records++;
        }
    }

    private void AddLines(ReadOnlySpan<byte> bytes)
    {
        var manifest = "{\"manifest\":"u8;
        foreach (var one in bytes)
        {
            if (_isAtLineStart)
                (_column, _isManifestLine) = (0, true);
            _isManifestLine &= _column >= manifest.Length || manifest[_column] == one;
            _column = Math.Min(_column + 1, manifest.Length);
            _isAtLineStart = one == '\n';
            if (_isAtLineStart)
                _records++;
        }
    }

    /// <summary>The rows of <c>{"data":[{…},{…}],"manifest":{…}}</c>: what opens as an object right inside the list.</summary>
    private void AddJson(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (_isEscaped)
                _isEscaped = false;
            else if (one == '\\')
                _isEscaped = _isQuoted;
            else if (one == '"')
                _isQuoted = !_isQuoted;
            else if (!_isQuoted)
                AddStructure(one);
        }
    }

    private void AddStructure(byte one)
    {
        switch (one)
        {
            case (byte)'{' or (byte)'[':
                if (_depth == 2 && one == '{' && _isInRows)
                    _records++;
                if (_depth == 1)
                    _isInRows = one == '[';
                _column = 1; // something has come
                _depth++;
                break;
            case (byte)'}' or (byte)']':
                _depth--;
                break;
            default:
                break;
        }
    }

    private void AddTail(ReadOnlySpan<byte> bytes)
    {
        var kept = Math.Max(0, MagicBytes - bytes.Length);
        _last.AsSpan(MagicBytes - kept).CopyTo(_last);
        bytes[Math.Max(0, bytes.Length - MagicBytes)..].CopyTo(_last.AsSpan(kept));
    }
}
