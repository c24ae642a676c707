using System.Text;
using System.Text.Json;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Meta;

public sealed class InsightsRowTests
{
    private const string Ids = """
        "account_id":"1","campaign_id":"10","adset_id":"20","ad_id":"30"
        """;

    [Theory]
    [InlineData("account", "", "", "")]
    [InlineData("campaign", "10", "", "")]
    [InlineData("adset", "10", "20", "")]
    [InlineData("ad", "10", "20", "30")]
    public void An_id_is_empty_where_a_rows_level_has_none(string level, string campaign, string adset, string ad)
    {
        var row = Read(Ids, level);
        Assert.Equal((campaign, adset, ad, "{}"), (row.CampaignId, row.AdsetId, row.AdId, Text(row.Breakdowns)));
    }

    [Theory]
    [InlineData("campaign", "campaign_id", "10")]
    [InlineData("adset", "adset_id", "20")]
    [InlineData("adset", "campaign_id", "10")]
    [InlineData("ad", "ad_id", "30")]
    public void A_row_without_an_id_of_its_level_is_not_stored(string level, string id, string value)
    {
        foreach (var wrong in new[] { "\"\"", "null", "{}" })
        {
            var ids = Ids.Replace($"\"{id}\":\"{value}\"", $"\"{id}\":{wrong}", StringComparison.Ordinal);
            Assert.Contains(id, Assert.Throws<MetaException>(() => Read(ids, level)).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(""","age":"18-24","gender":"female" """, """{"age":"18-24","gender":"female"}""")]
    [InlineData(""","gender":"female","age":"18-24" """, """{"age":"18-24","gender":"female"}""")]
    [InlineData(""","gender":"female" """, """{"age":"unknown","gender":"female"}""")]
    [InlineData(""","age":"","gender":null """, """{"age":"unknown","gender":"unknown"}""")]
    [InlineData(""","age":18,"gender":"unknown" """, """{"age":"18","gender":"unknown"}""")]
    [InlineData("", """{"age":"unknown","gender":"unknown"}""")]
    public void A_row_is_kept_under_its_breakdowns_and_one_that_lacks_a_key_is_not_dropped(string values, string breakdowns) =>
        Assert.Equal(breakdowns, Text(Read(Ids + values, "ad", "age", "gender").Breakdowns));

    [Theory]
    [InlineData("""
        "impressions":"4812","clicks":"137","reach":"3991","spend":"58.94"
        """, 4812, 137, 3991, "58.94")]
    [InlineData("""
        "impressions":4812,"clicks":0,"spend":5.894e1
        """, 4812, 0, 0, "58.94")]
    [InlineData("""
        "impressions":null
        """, 0, 0, 0, "0")]
    public void What_is_typed_is_read_from_strings_and_from_numbers(string metrics, long impressions, long clicks, long reach, string spend)
    {
        var row = Read($"{Ids},{metrics}", "ad");
        Assert.Equal((impressions, clicks, reach, spend), (row.Impressions, row.Clicks, row.Reach, row.Spend.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"row\"")]
    [InlineData("[]")]
    public void What_is_no_row_is_an_error_of_Metas(string json) => Assert.Throws<MetaException>(() => InsightsRow.Read(JsonElement.Parse(json), Query("ad")));

    private static InsightsRow Read(string members, string level, params string[] breakdowns) => InsightsRow.Read(
        JsonElement.Parse($$"""{{{members}},"date_start":"2026-03-14","date_stop":"2026-03-14"}"""), Query(level, breakdowns));

    private static InsightsQuery Query(string level, params string[] breakdowns) =>
        new("act_1", new DateOnly(2026, 3, 14), new Report("r", level, ["spend"], breakdowns, []), []);

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
