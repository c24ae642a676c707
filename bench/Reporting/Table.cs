namespace MetaSync.Bench.Reporting;

/// <summary>The figures of one measurement. A cell is a text, a number, or null for what was not measured.</summary>
internal sealed record Table(string Name, string Title, IReadOnlyList<string> Columns)
{
    public List<IReadOnlyList<object?>> Rows { get; } = [];

    public List<string> Notes { get; } = [];

    public void Add(params object?[] cells) => Rows.Add(cells.Length == Columns.Count
        ? cells
        : throw new ArgumentException($"The table {Name} has {Columns.Count} columns, and {cells.Length} cells were given.", nameof(cells)));
}
