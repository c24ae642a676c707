using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MetaSync.Bench.Reporting;

/// <summary>What a run found: for people as Markdown, for programs as JSON with unrounded numbers.</summary>
internal sealed record BenchReport(IReadOnlyList<string> Head, IReadOnlyList<Table> Tables)
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string Json() => JsonSerializer.Serialize(
        new
        {
            Head,
            Tables = Tables.Select(table => new
            {
                table.Name,
                table.Title,
                Rows = table.Rows.Select(row => table.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)),
                table.Notes,
            }),
        },
        Indented);

    public string Markdown()
    {
        var text = new StringBuilder("# Bench\n\n").AppendJoin("  \n", Head).Append('\n');
        foreach (var table in Tables)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {table.Title}\n\n| {string.Join(" | ", table.Columns)} |\n|{string.Concat(table.Columns.Select(_ => "---|"))}\n");
            foreach (var row in table.Rows)
                text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(Text))} |\n");
            foreach (var note in table.Notes)
                text.Append(CultureInfo.InvariantCulture, $"\n{note}\n");
        }

        return text.ToString();
    }

    /// <summary>Three figures are more than a noisy machine gives.</summary>
    internal static string Text(object? cell) => cell switch
    {
        null => "not measured",
        double number when Math.Abs(number) >= 100 => number.ToString("N0", CultureInfo.InvariantCulture),
        double number when Math.Abs(number) >= 10 => number.ToString("0.0", CultureInfo.InvariantCulture),
        double number => number.ToString("0.00", CultureInfo.InvariantCulture),
        int or long => ((IFormattable)cell).ToString("N0", CultureInfo.InvariantCulture),
        bool yes => yes ? "yes" : "NO",
        _ => cell.ToString()!,
    };
}
