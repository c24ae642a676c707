using System.Text.Json;
using MetaSync.Sync;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Meta;

public sealed class InsightsPageTests
{
    private const string Row =
        """{"account_id":"1","campaign_id":"10","adset_id":"20","ad_id":"30","impressions":"4812","spend":"58.94","date_start":"2026-03-14","date_stop":"2026-03-14"}""";

    [Fact]
    public void Metrics_are_read_without_a_culture_and_what_Meta_leaves_out_is_zero()
    {
        var row = Assert.Single(Page($$"""{"data":[{{Row}}]}""").Rows());
        Assert.Equal(("10", "20", "30", 4812L, 0L, 0L, 58.94m), (row.CampaignId, row.AdsetId, row.AdId, row.Impressions, row.Clicks, row.Reach, row.Spend));
    }

    [Fact]
    public void A_metric_that_is_a_number_is_read_too() =>
        Assert.Equal(4812, Assert.Single(Page($$"""{"data":[{{Row.Replace("\"4812\"", "4812", StringComparison.Ordinal)}}]}""").Rows()).Impressions);

    [Theory]
    [InlineData("\"date_start\":\"2026-03-14\"", "\"date_start\":\"2026-03-13\"", "date_start")]
    [InlineData("\"date_stop\":\"2026-03-14\"", "\"date_stop\":\"2026-03-15\"", "date_stop")]
    [InlineData("\"account_id\":\"1\"", "\"account_id\":\"2\"", "account_id")]
    [InlineData("\"ad_id\":\"30\",", "", "ad_id")]
    [InlineData("\"4812\"", "\"many\"", "impressions")]
    [InlineData("\"58.94\"", "\"58,94\"", "spend")]
    public void A_row_that_was_not_asked_for_is_not_stored(string right, string wrong, string field)
    {
        var page = Page($$"""{"data":[{{Row.Replace(right, wrong, StringComparison.Ordinal)}}]}""");
        Assert.Contains(field, Assert.Throws<MetaException>(() => page.Rows().ToArray()).Message);
    }

    [Theory]
    [InlineData("""{"data":[]}""", null)]
    [InlineData("""{"data":[],"paging":{}}""", null)]
    [InlineData("""{"data":[],"paging":[]}""", null)] // PHP's empty object
    [InlineData("""{"data":[],"paging":{"cursors":{"after":"b"},"next":null}}""", null)]
    [InlineData("""{"data":[],"paging":{"cursors":[],"next":"https://host/x?after=b"}}""", "b")]
    [InlineData("""{"data":[],"paging":{"cursors":{"before":"a","after":"b"}}}""", null)] // the last page has cursors too
    [InlineData("""{"data":[],"paging":{"cursors":{"after":"b"},"next":"https://host/x?after=b"}}""", "b")] // an empty page may have a next one
    [InlineData("""{"data":[],"paging":{"next":"https://host/x?access_token=secret&after=b%3D"}}""", "b=")]
    public void Only_the_absence_of_next_ends_the_pages(string body, string? after) => Assert.Equal(after, Page(body).After());

    [Theory]
    [InlineData("""{"data":[],"paging":{"next":"https://host/x?access_token=secret"}}""")]
    [InlineData("""{"data":[],"paging":{"next":"nowhere?access_token=secret"}}""")]
    [InlineData("""{"data":[],"paging":{"next":{"url":"https://host/x?access_token=secret&after=b"}}}""")]
    public void A_next_page_that_can_not_be_found_is_an_error_that_does_not_show_the_token(string body) =>
        Assert.DoesNotContain("secret", Assert.Throws<MetaException>(() => Page(body).After()).ToString());

    [Fact]
    public void A_page_without_data_is_not_an_empty_day() => Assert.Throws<MetaException>(() => Page("{}").Rows().ToArray());

    private static InsightsPage Page(string body) => new(JsonDocument.Parse(body), new InsightsQuery("act_1", new DateRange(new DateOnly(2026, 3, 14), new DateOnly(2026, 3, 14)), Report.Default, []));
}
