using System.Text.Json.Nodes;
using MetaSync.Bench.Reporting;

namespace MetaSync.Tests.Bench;

public sealed class BenchReportTests
{
    private static BenchReport Report()
    {
        var table = new Table("enqueue", "Enqueue", ["days", "ours", "peer", "in order"]);
        table.Add(3_650, 123.456, null, true);
        table.Notes.Add("A note.");
        return new(["2 cores"], [table]);
    }

    [Fact]
    public void People_get_a_table_with_rounded_figures_and_a_word_for_what_was_not_measured() =>
        Assert.Equal(
            """
            # Bench

            2 cores

            ## Enqueue

            | days | ours | peer | in order |
            |---|---|---|---|
            | 3,650 | 123 | not measured | yes |

            A note.

            """,
            Report().Markdown(), ignoreLineEndingDifferences: true);

    [Fact]
    public void Programs_get_the_figures_as_they_were_taken()
    {
        var row = JsonNode.Parse(Report().Json())!["tables"]![0]!["rows"]![0]!;

        Assert.Equal(123.456, (double)row["ours"]!);
        Assert.Null(row["peer"]);
    }

    [Fact]
    public void A_row_has_a_cell_for_each_column() => Assert.Throws<ArgumentException>(() => new Table("t", "T", ["one", "two"]).Add(1));
}
