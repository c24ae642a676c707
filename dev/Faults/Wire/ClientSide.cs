using System.Buffers;
using System.Text;

namespace MetaSync.Faults.Wire;

/// <summary>What a client's message is to the relay.</summary>
internal enum Step
{
    /// <summary>Nothing to be counted: it goes on as it is.</summary>
    Passes,

    /// <summary>A part of a group that is not complete: it is kept until the group's end.</summary>
    Gathers,

    /// <summary>The end of a group: the server will say when it has done it.</summary>
    Ends,

    /// <summary>The first of the data of a COPY: no answer follows.</summary>
    BeginsCopy,
}

/// <summary>Follows what one client sends: where a group of messages ends, and which SQL it carries. Pure: it reads and remembers, and sends nothing.</summary>
internal sealed class ClientSide
{
    private readonly Dictionary<string, string> _prepared = [];
    private readonly List<string> _parsed = [], _run = [];
    private bool _isCopying, _copyIsLost;

    /// <summary>The SQL of the group that has ended last: what it runs, or what it prepares when it runs nothing.</summary>
    public string Sql { get; private set; } = "";

    /// <summary>
    /// Whether SQL only prepares for what follows it. Npgsql sends it in one packet with that: the begin of a transaction, and what takes a pooled
    /// connection back to its beginnings.
    /// </summary>
    public static bool IsPrelude(string sql) =>
        sql.StartsWith("BEGIN", StringComparison.Ordinal) || sql.StartsWith("DISCARD", StringComparison.Ordinal) || sql.StartsWith("SET SESSION AUTHORIZATION DEFAULT", StringComparison.Ordinal);

    /// <summary>Reads the next message.</summary>
    public Step Read(WireMessage message)
    {
        switch (message.Kind)
        {
            case 'Q':
                return Ends(Text(message, 0, out _));
            case 'P':
                var name = Text(message, 0, out var end);
                _prepared[name] = Text(message, end, out _);
                _parsed.Add(_prepared[name]);
                return Step.Gathers;
            case 'B':
                Text(message, 0, out var portal);
                _run.Add(_prepared.GetValueOrDefault(Text(message, portal, out _), "a statement that was never prepared"));
                return Step.Gathers;
            case 'D' or 'E' or 'C':
                return Step.Gathers;
            case 'S':
                var sql = string.Join("; ", _run.Count > 0 ? _run : _parsed.Select(parsed => $"PREPARE {parsed}"));
                _run.Clear();
                _parsed.Clear();
                return Ends(sql);
            case 'd' when !_isCopying && !_copyIsLost:
                _isCopying = true;
                Sql = "COPY's data";
                return Step.BeginsCopy;
            case 'c' or 'f' when !_copyIsLost:
                _isCopying = false;
                return Ends(message.Kind == 'c' ? "COPY's end" : "COPY given up");
            default:
                return Step.Passes;
        }
    }

    /// <summary>The server has ended the COPY by an error: what the client still sends of it is thrown away.</summary>
    public void CopyIsLost() => (_isCopying, _copyIsLost) = (false, true);

    private Step Ends(string sql)
    {
        (Sql, _copyIsLost) = (sql, false);
        return Step.Ends;
    }

    /// <summary>The text that begins at a place of the body; texts end with a zero.</summary>
    private static string Text(WireMessage message, long from, out long end)
    {
        var reader = new SequenceReader<byte>(message.Body.Slice(from));
        end = reader.TryReadTo(out ReadOnlySequence<byte> text, 0) ? from + text.Length + 1 : throw new InvalidDataException("A text of PostgreSQL's protocol has no end.");
        return Encoding.UTF8.GetString(text);
    }
}
