using System.Text;
using MetaSync.Worker.Cli.Export;

namespace MetaSync.Tests.Cli;

public sealed class RowCountTests
{
    [Theory]
    [InlineData("csv", "a,b\r\n", 0)]
    [InlineData("csv", "a,b\r\n1,2\r\n", 1)]
    [InlineData("csv", "a,b\r\n1,\"two\nlines, and \"\"a quote\"\"\"\r\n3,\"\"\r\n", 2)]
    [InlineData("ndjson", "{\"manifest\":{\"rows\":0}}\n", 0)]
    [InlineData("ndjson", "{\"a\":1}\n{\"a\":\"{\\\"manifest\\\":\"}\n{\"manifest\":{\"rows\":2}}\n", 2)]
    [InlineData("json", "{\"data\":[],\"manifest\":{\"rows\":0,\"dateRange\":{},\"accounts\":[{}]}}", 0)]
    [InlineData("json", "{\"data\":[{\"a\":\"}]\\\"\",\"b\":{\"c\":[{}]}},{}],\"manifest\":{\"dateRange\":{},\"accounts\":[{},{}]}}", 2)]
    public void An_export_says_how_many_rows_it_has_and_a_part_of_it_is_not_taken_for_all(string format, string text, int rows)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var atOnce = new RowCount(format);
        atOnce.Add(bytes);
        Assert.Equal((true, rows), (atOnce.IsWhole, atOnce.Rows));

        for (var length = 0; length < bytes.Length; length++)
        {
            var part = new RowCount(format);
            foreach (var one in bytes[..length])
                part.Add([one]); // in the smallest pieces
            Assert.True(!part.IsWhole || (part.Rows < rows || rows == 0) && format == "csv", $"{length} bytes of {text} were taken for all.");
        }
    }

    [Fact]
    public void Parquet_has_come_when_its_last_four_bytes_have()
    {
        var count = new RowCount("parquet");
        Assert.False(count.IsWhole);
        count.Add("PAR1 and much else PA"u8);
        Assert.False(count.IsWhole);
        count.Add("R"u8);
        count.Add("1"u8);
        Assert.Equal((true, null), (count.IsWhole, count.Rows));
        count.Add("PAR"u8);
        Assert.False(count.IsWhole);
    }
}
