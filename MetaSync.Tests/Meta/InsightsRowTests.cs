using System.Text;
using System.Text.Json;
using MetaSync.Sync;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Meta;

public sealed class InsightsRowTests
{
    private static readonly DateOnly Day = new(2026, 3, 14);

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

    [Theory]
    [InlineData("2026-03-13", "2026-03-13")]
    [InlineData("2026-03-17", "2026-03-17")]
    [InlineData("2026-03-14", "2026-03-16")]
    [InlineData("2026-03-14", "2026-03-15")]
    [InlineData("", "2026-03-14")]
    public void A_row_that_is_not_about_one_of_the_days_is_not_stored(string start, string stop)
    {
        var query = Query("ad") with { Days = new(Day, Day.AddDays(2)) };
        Assert.Contains("was asked for", Assert.Throws<MetaException>(() => InsightsRow.Read(Dated(Ids, start, stop), query)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_of_several_days_is_of_its_own_day() =>
        Assert.Equal(Day.AddDays(2), InsightsRow.Read(Dated(Ids, "2026-03-16", "2026-03-16"), Query("ad") with { Days = new(Day, Day.AddDays(2)) }).Day);

    [Fact]
    public void A_campaign_of_the_list_that_a_report_is_split_by_is_of_all_days()
    {
        var query = InsightsQuery.OfCampaigns("act_1", new DateRange(Day, Day.AddDays(2)));
        Assert.Equal("10", InsightsRow.Read(Dated(Ids, "2026-03-14", "2026-03-16"), query).CampaignId);
        Assert.Throws<MetaException>(() => InsightsRow.Read(Dated(Ids, "2026-03-14", "2026-03-14"), query));
    }

    private static InsightsRow Read(string members, string level, params string[] breakdowns) => InsightsRow.Read(
        Dated(members, "2026-03-14", "2026-03-14"), Query(level, breakdowns));

    private static JsonElement Dated(string members, string start, string stop) =>
        JsonElement.Parse($$"""{{{members}},"date_start":"{{start}}","date_stop":"{{stop}}"}""");

    private static InsightsQuery Query(string level, params string[] breakdowns) =>
        new("act_1", new DateRange(Day, Day), new Report("r", level, ["spend"], breakdowns, []), []);

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
