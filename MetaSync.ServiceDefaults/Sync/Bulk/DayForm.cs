using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace MetaSync.Sync.Bulk;

/// <summary>
/// How Quartz writes a day that follows another: the statements of a made-up day, whose values are words that nothing else contains.
/// Where one of them stands in a statement, a real day's value belongs; everything else is the same for each day.
/// </summary>
internal sealed partial class DayForm
{
    private const string Mark = "~metasync:";

    private readonly IReadOnlyList<RecordedCommand> _statements;

    private DayForm(IReadOnlyList<RecordedCommand> statements) => _statements = statements;

    /// <summary>The made-up day.</summary>
    public static ChainLink Link { get; } = new($"{Mark}name~", $"{Mark}lane~", $"{Mark}id~", $"{Mark}place~", $"{Mark}after~");

    /// <summary>Null when it does not explain how Quartz writes a real day.</summary>
    /// <param name="form">What Quartz writes of the made-up day.</param>
    /// <param name="real">What it writes of a real one.</param>
    /// <param name="link">The real one.</param>
    public static DayForm? Of(IReadOnlyList<RecordedCommand> form, IReadOnlyList<RecordedCommand> real, ChainLink link) =>
        form.Count == real.Count && form.Zip(real).All(pair => Explains(pair.First, pair.Second, new([link]))) ? new(form) : null;

    /// <summary>Writes all of the days: one statement where Quartz has one for each.</summary>
    public IEnumerable<NpgsqlBatchCommand> Fill(DayColumns days) => _statements.Select(statement => Fill(statement, days));

    private static bool Explains(RecordedCommand form, RecordedCommand real, DayColumns day) =>
        form.CommandText == real.CommandText && Statement().IsMatch(form.CommandText) && form.Values.Count == real.Values.Count
        && form.Values.Zip(real.Values).All(pair =>
            pair.First.Key == pair.Second.Key && IsKnown(pair.First.Value) && IsSame(ColumnOf(pair.First.Value, day)?.GetValue(0) ?? pair.First.Value, pair.Second.Value));

    /// <summary>A word of the made-up day stands alone, or in job data if it is a number's: a number looks the same in whatever it is written in.</summary>
    private static bool IsKnown(object? value) => value switch
    {
        string text => text == Link.Name || text == Link.Lane || text == Link.After || !text.Contains(Mark, StringComparison.Ordinal),
        byte[] bytes => DataOf(bytes) is not { } text || (Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes) && !DayColumns.Data(text, "", "").Contains(Mark, StringComparison.Ordinal)),
        _ => true,
    };

    /// <summary>The values of the days where the made-up day has this one, or null when it is the same for each day.</summary>
    private static Array? ColumnOf(object? value, DayColumns days) => value switch
    {
        string text when text == Link.Name => days.Names,
        string text when text == Link.Lane => days.Lanes,
        string text when text == Link.After => days.Afters,
        byte[] bytes when DataOf(bytes) is { } text => days.Data(text),
        _ => null,
    };

    private static string? DataOf(byte[] bytes) => Encoding.UTF8.GetString(bytes) is var text && text.Contains(Mark, StringComparison.Ordinal) ? text : null;

    private static bool IsSame(object? one, object? other) => one is byte[] bytes ? other is byte[] others && bytes.AsSpan().SequenceEqual(others) : Equals(one, other);

    /// <summary>From <c>INSERT INTO t (a, b) VALUES (@x, @y)</c> to <c>INSERT INTO t (a, b) SELECT $1, r.c2 FROM unnest($2) AS r (c2)</c>.</summary>
    private static NpgsqlBatchCommand Fill(RecordedCommand form, DayColumns days)
    {
        var command = new NpgsqlBatchCommand();
        var columns = new List<Array>();
        var values = RecordedCommand.Parameter().Replace(Statement().Match(form.CommandText).Groups["values"].Value, parameter =>
        {
            var value = form.Value(parameter.Groups["name"].Value);
            if (ColumnOf(value, days) is not { } column)
                return value is null ? "NULL" : $"${Add(command, value)}";
            if (!columns.Contains(column))
                columns.Add(column);
            return $"r.c{columns.IndexOf(column)}";
        });
        var arrays = columns.ConvertAll(column => $"${Add(command, column)}");
        command.CommandText = $"""
            {Statement().Match(form.CommandText).Groups["insert"]} SELECT {values}
            FROM unnest({string.Join(", ", arrays)}) AS r ({string.Join(", ", columns.Select((_, i) => $"c{i}"))})
            """;
        return command;
    }

    private static int Add(NpgsqlBatchCommand command, object value)
    {
        command.Parameters.Add(new() { Value = value });
        return command.Parameters.Count;
    }

    [GeneratedRegex(@"^\s*(?<insert>INSERT\s+INTO\s+[^()]+\([^()]+\))\s*VALUES\s*\((?<values>[^()]+)\)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();
}
