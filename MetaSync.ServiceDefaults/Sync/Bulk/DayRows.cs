using System.Collections;

namespace MetaSync.Sync.Bulk;

/// <summary>The rows that some days are in one of Quartz's tables: a statement, and a list of values for each of its parameters.</summary>
internal sealed class DayRows
{
    private readonly Func<ChainLink, object?>[]? _fillings;

    private DayRows(RecordedCommand command, Func<ChainLink, object?>[]? fillings)
    {
        (Text, _fillings) = (command.CommandText, fillings);
        Names = [.. command.Values.Select(value => value.Key)];
        Columns = [.. command.Values.Select(_ => new List<object?>())];
    }

    public string Text { get; }

    public string[] Names { get; }

    public List<object?>[] Columns { get; }

    /// <summary>The rows as Quartz has written them.</summary>
    public static IReadOnlyList<DayRows> Recorded(Recording recording, IEnumerable<ChainLink> links)
    {
        var tables = new List<DayRows>();
        foreach (var command in links.SelectMany(recording.Of))
            Table(tables, command, null).Add(command);
        return tables;
    }

    /// <summary>
    /// The rows of days that Quartz has written, and those of others, which follow the form. Null when the form does not say how Quartz writes
    /// the day that proves it: then each day has to be recorded.
    /// </summary>
    public static IReadOnlyList<DayRows>? Filled(Recording recording, IEnumerable<ChainLink> written, IReadOnlyCollection<ChainLink> others, ChainLink proof)
    {
        var tables = new List<DayRows>();
        var real = recording.Of(proof);
        var form = recording.Of(DayForm.Link);
        if (form.Count != real.Count)
            return null;
        for (var i = 0; i < form.Count; i++)
        {
            var fillings = form[i].Values.Select(value => DayForm.Filling(value.Value)).ToArray();
            if (fillings.Contains(null) || tables.Exists(table => table.Text == form[i].CommandText))
                return null;
            var table = Table(tables, form[i], fillings!);
            if (!table.Writes(real[i], proof))
                return null;
        }

        foreach (var command in written.SelectMany(recording.Of))
            Table(tables, command, null).Add(command);
        foreach (var table in tables.Where(table => table._fillings is not null))
            table.Fill(others);
        return tables;
    }

    public static bool Same(object? one, object? other) =>
        ReferenceEquals(one, other) || (one is byte[] bytes ? StructuralComparisons.StructuralEqualityComparer.Equals(bytes, other) : object.Equals(one, other));

    private static DayRows Table(List<DayRows> tables, RecordedCommand command, Func<ChainLink, object?>[]? fillings)
    {
        if (tables.Find(table => table.Text == command.CommandText) is not { } table)
            tables.Add(table = new(command, fillings));
        return table;
    }

    private bool Writes(RecordedCommand real, ChainLink link) =>
        real.CommandText == Text && real.Values.Count == Names.Length
        && real.Values.Index().All(value => value.Item.Key == Names[value.Index] && Same(value.Item.Value, _fillings![value.Index](link)));

    private void Add(RecordedCommand command)
    {
        foreach (var (i, value) in command.Values.Index())
            Columns[i].Add(value.Value);
    }

    private void Fill(IReadOnlyCollection<ChainLink> links)
    {
        for (var i = 0; i < Columns.Length; i++)
        {
            var filling = _fillings![i];
            foreach (var link in links)
                Columns[i].Add(filling(link));
        }
    }
}
