namespace MetaSync.Bench.Reporting;

/// <summary>The figures of one measurement. A cell is a text, a number, or null for what was not measured.</summary>
internal sealed record Table(string Name, string Title, IReadOnlyList<string> Columns)
{
    public List<IReadOnlyList<object?>> Rows { get; } = [];

    public List<string> Notes { get; } = [];

    /// <summary>Adds a row, and says it at once: the table comes at the end, and that may be minutes away.</summary>
    public void Add(params object?[] cells)
    {
        if (cells.Length != Columns.Count)
            throw new ArgumentException($"The table {Name} has {Columns.Count} columns, and {cells.Length} cells were given.", nameof(cells));
        Rows.Add(cells);
        Run.Say($"    {string.Join(" | ", cells.Select(BenchReport.Text))}");
    }
}
