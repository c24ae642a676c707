using MetaSync.Worker.Reports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace MetaSync.Tests.Reports;

public sealed class ReportCatalogTests
{
    private const string AdIds = "account_id,campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name";

    [Fact]
    public void Without_configuration_there_is_one_report_of_ads()
    {
        var report = Assert.Single(Read().Reports);
        Assert.Equal(("ad", "ad", 0, 0), (report.Key, report.Level, report.Breakdowns.Count, report.ActionAttributionWindows.Count));
        Assert.Equal(
            "account_id,account_currency,campaign_id,campaign_name,adset_id,adset_name,ad_id,ad_name,objective,impressions,clicks,inline_link_clicks,spend,reach,frequency,ctr,cpc,cpm,actions,action_values",
            string.Join(',', report.Fields));
    }

    [Fact]
    public void Reports_are_read_in_order_from_lists_and_from_sections()
    {
        var reports = Read(
            ("Reports:0:Name", "ad"), ("Reports:0:Fields", "impressions, spend,,impressions"), ("Reports:0:Breakdowns", " "),
            ("Reports:1:name", "people"), ("Reports:1:Level", "campaign"), ("Reports:1:Fields:0", "reach"), ("Reports:1:Fields:1", "campaign_id"),
            ("Reports:1:Breakdowns:0", "gender"), ("Reports:1:Breakdowns:1", "age,gender"), ("Reports:1:ActionAttributionWindows", "7d_click,1d_view")).Reports;

        Assert.Equal(
            [
                ("ad", "ad", $"impressions,spend,{AdIds}", "", ""),
                ("people/age,gender", "campaign", "reach,campaign_id,account_id,campaign_name", "age,gender", "7d_click,1d_view"),
            ],
            reports.Select(report => (report.Key, report.Level, string.Join(',', report.Fields), string.Join(',', report.Breakdowns), string.Join(',', report.ActionAttributionWindows))));
    }

    [Theory]
    [InlineData("account", "account_id")]
    [InlineData("campaign", "account_id,campaign_id,campaign_name")]
    [InlineData("adset", "account_id,campaign_id,campaign_name,adset_id,adset_name")]
    [InlineData("ad", AdIds)]
    public void Each_level_brings_the_fields_that_name_a_row(string level, string ids) =>
        Assert.Equal($"spend,{ids}", string.Join(',', Assert.Single(Read(Entry(("Level", level))).Reports).Fields));

    [Theory]
    [InlineData("Name", "", "Reports:0:Name is not set. Give the report a name")]
    [InlineData("Name", null, "Reports:0:Name is not set. Give the report a name")]
    [InlineData("Name", "Ad", "Reports:0:Name is 'Ad', and has to be up to 40 small letters, digits and underscores")]
    [InlineData("Name", "ad/age", "Reports:0:Name is 'ad/age'")]
    [InlineData("Name", "a\n", "Reports:0:Name is 'a\n'")]
    [InlineData("Name", "a2345678901234567890123456789012345678901", "Reports:0:Name is 'a234")]
    [InlineData("Level", "advert", "Reports:0:Level is 'advert', and has to be account, campaign, adset or ad.")]
    [InlineData("Level", "", "Reports:0:Level is ''")]
    [InlineData("Fields", "", "Reports:0:Fields is not set. Name what is to be fetched")]
    [InlineData("Fields", "spend,actions:comment", "Reports:0:Fields names 'actions:comment', and a field is small letters")]
    [InlineData("Fields", "spend,age", "Reports:0:Fields names 'age', which is a breakdown. Put it into Reports:0:Breakdowns")]
    [InlineData("Fields", "dma", "Reports:0:Fields names 'dma', which is a breakdown.")]
    [InlineData("Fields", "wish_bid", "Reports:0:Fields names 'wish_bid': Meta's SDKs list it, and Meta answers that it does not exist. Take it out.")]
    [InlineData("Fields", "age_targeting", "Reports:0:Fields names 'age_targeting': Meta has refused it since v19.0. Take it out.")]
    [InlineData("Fields", "cost_per_conversion_lead", "'cost_per_conversion_lead'")]
    [InlineData("Fields", "total_postbacks", "'total_postbacks'")]
    [InlineData("Fields", "total_postbacks_detailed", "'total_postbacks_detailed'")]
    [InlineData("Fields", "total_postbacks_detailed_v4", "'total_postbacks_detailed_v4'")]
    [InlineData("Fields", "impresions", "Reports:0:Fields names 'impresions', which Meta does not have: did you mean 'impressions'?")]
    [InlineData("Fields", "sepnd", "did you mean 'spend'?")]
    [InlineData("Fields", "cmp", "did you mean 'cpm'?")]
    [InlineData("Fields", "action_value", "did you mean 'action_values'?")]
    [InlineData("Breakdowns", "agee", "Reports:0:Breakdowns names 'agee', which Meta does not have: did you mean 'age'?")]
    [InlineData("Breakdowns", "weather", "Reports:0:Breakdowns names 'weather', which Meta does not have. https://developers.facebook.com/")]
    [InlineData("Breakdowns", "Age", "Reports:0:Breakdowns names 'Age'")]
    [InlineData("Breakdowns", "age,dma", "Reports:0:Breakdowns names 'dma', which Meta removed on 2026-06-22. Use comscore_market.")]
    [InlineData("ActionAttributionWindows", "1d_view,7d_view", "Reports:0:ActionAttributionWindows names '7d_view', which returns nothing since 2026-01-12.")]
    [InlineData("ActionAttributionWindows", "28d_view", "Reports:0:ActionAttributionWindows names '28d_view', which returns nothing since 2026-01-12.")]
    [InlineData("ActionAttributionWindows", "2d_click", "Reports:0:ActionAttributionWindows names '2d_click', which Meta does not have. It has 1d_click")]
    [InlineData("Breakdown", "age", "Reports:0:Breakdown is no setting. A report has Name, Level, Fields, Breakdowns and ActionAttributionWindows.")]
    public void What_Meta_would_refuse_is_refused_at_the_start(string key, string? value, string complaint) =>
        Assert.Contains(complaint, Assert.Single(Complaints(Entry((key, value)))), StringComparison.Ordinal);

    [Theory]
    [InlineData("account", "campaign_id", "campaign")]
    [InlineData("campaign", "adset_name", "adset")]
    [InlineData("campaign", "ad_id", "ad")]
    [InlineData("adset", "ad_name", "ad")]
    public void A_row_of_a_coarse_level_has_no_name_of_a_finer_one(string level, string field, string finer) => Assert.Equal(
        $"Reports:0:Fields names '{field}', and Reports:0:Level is '{level}': a row is about more than one. Take it out, or set Level to {finer}.",
        Assert.Single(Complaints(Entry(("Level", level), ("Fields", $"spend,{field}")))));

    [Theory]
    [InlineData("video_play_actions", "hourly_stats_aggregated_by_audience_time_zone", true)]
    [InlineData("video_p25_watched_actions", "hourly_stats_aggregated_by_advertiser_time_zone", true)]
    [InlineData("video_new_metric", "hourly_stats_aggregated_by_advertiser_time_zone", true)]
    [InlineData("video_avg_time_watched_actions", "region", true)]
    [InlineData("video_play_actions", "region", false)]
    [InlineData("clicks", "hourly_stats_aggregated_by_advertiser_time_zone", false)]
    public void Meta_does_not_divide_video_by_everything(string field, string breakdown, bool refused)
    {
        var entry = Entry(("Breakdowns", $"age,{breakdown}"), ("Fields", field));
        if (refused)
            Assert.StartsWith($"Reports:0:Fields names '{field}', which Meta does not divide by {breakdown}.", Assert.Single(Complaints(entry)), StringComparison.Ordinal);
        else
            Assert.Single(Read(entry).Reports);
    }

    [Theory]
    [InlineData("Fields", "brand_new_metric_of_meta")] // Meta adds fields
    [InlineData("Fields", "video_p85_watched_actions")] // another number is no slip
    [InlineData("Fields", "roi")]
    [InlineData("Fields", "account_name,date_start")]
    [InlineData("Breakdowns", "comscore_market")]
    [InlineData("ActionAttributionWindows", "1d_click,7d_click,28d_click,1d_view,1d_ev,default,dda,skan_click,skan_view")]
    public void What_Meta_may_have_passes(string key, string value) => Assert.Single(Read(Entry((key, value))).Reports);

    [Fact]
    public void A_name_is_used_once() => Assert.Equal(
        "Reports:2:Name is 'a', and Reports:0 has that name already. Give each report a name of its own.",
        Assert.Single(Complaints(
            ("Reports:0:Name", "a"), ("Reports:0:Fields", "spend"), ("Reports:1:Name", "b"), ("Reports:1:Fields", "spend"), ("Reports:2:Name", "a"), ("Reports:2:Fields", "reach"))));

    [Theory]
    [InlineData("Reports", "ad")]
    [InlineData("Reports:0", "ad")]
    [InlineData("Reports:Name", "ad")]
    public void Reports_are_a_list(string key, string value) =>
        Assert.Contains($"{key} is '{value}', and Reports is a list of reports. Write Reports:0:Name", Assert.Single(Complaints((key, value))), StringComparison.Ordinal);

    [Fact]
    public void All_that_is_wrong_is_said_at_once() => Assert.Equal(4, Complaints(
        ("Reports:0:Name", "A"), ("Reports:0:Fields", "age"), ("Reports:1:Name", "b"), ("Reports:1:Level", "x"), ("Reports:1:Fields", "spnd")).Length);

    [Fact]
    public void No_name_is_in_two_of_the_lists()
    {
        Assert.Empty(InsightsFields.Known.Intersect(Breakdowns.Known));
        Assert.Empty(InsightsFields.Known.Intersect(InsightsFields.Refused.Keys));
        Assert.Empty(Breakdowns.Known.Intersect(Breakdowns.Gone.Keys));
        Assert.Empty(AttributionWindows.Known.Intersect(AttributionWindows.Gone.Keys));
    }

    /// <summary>A report that is right but for some settings.</summary>
    private static (string, string?)[] Entry(params (string Key, string? Value)[] changed)
    {
        var settings = new Dictionary<string, string?> { ["Name"] = "a", ["Fields"] = "spend" };
        foreach (var (key, value) in changed)
            settings[key] = value;
        return [.. settings.Select(setting => ($"Reports:0:{setting.Key}", setting.Value))];
    }

    private static string[] Complaints(params (string Key, string? Value)[] settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => Read(settings)).Failures];

    private static ReportCatalog Read(params (string Key, string? Value)[] settings) =>
        new(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => setting.Value)).Build());
}
