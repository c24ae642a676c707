using MetaSync.Sync;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Meta;

public sealed class InsightsQueryTests
{
    private static readonly DateOnly Day = new(2026, 3, 4);

    [Fact]
    public void A_plain_report_asks_for_one_day_and_for_nothing_that_it_does_not_have()
    {
        var query = Query(new Report("ad", "ad", ["account_id", "ad_id", "spend"], [], []));
        Assert.Equal("/act_1/insights", query.Path);
        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["level"] = "ad",
                ["fields"] = "account_id,ad_id,spend",
                ["time_range"] = """{"since":"2026-03-04","until":"2026-03-04"}""", // both are included
                ["time_increment"] = null,
                ["breakdowns"] = null,
                ["action_attribution_windows"] = null,
                ["filtering"] = null,
            },
            query.Parameters());
    }

    [Fact]
    public void Several_days_are_asked_for_day_by_day_and_their_campaigns_all_at_once()
    {
        var week = new DateRange(Day, Day.AddDays(6));
        var report = new InsightsQuery("act_1", week, new Report("ad", "ad", ["ad_id"], [], []), []).Parameters();
        Assert.Equal(("""{"since":"2026-03-04","until":"2026-03-10"}""", "1"), (report["time_range"], report["time_increment"]));
        var campaigns = InsightsQuery.OfCampaigns("act_1", week).Parameters();
        Assert.Equal(("""{"since":"2026-03-04","until":"2026-03-10"}""", null), (campaigns["time_range"], campaigns["time_increment"]));
    }

    [Fact]
    public void Breakdowns_and_windows_and_campaigns_are_written_as_Meta_reads_them()
    {
        var query = Query(new Report("a/age,gender", "adset", ["spend"], ["age", "gender"], ["1d_view", "7d_click"])) with { CampaignIds = ["10", "11"] };
        var parameters = query.Parameters();
        Assert.Equal("age,gender", parameters["breakdowns"]);
        Assert.Equal("""["1d_view","7d_click"]""", parameters["action_attribution_windows"]);
        Assert.Equal("""[{"field":"campaign.id","operator":"IN","value":["10","11"]}]""", parameters["filtering"]);
    }

    [Fact]
    public void Fields_that_Meta_does_not_have_are_left_out() =>
        Assert.Equal("ad_id,spend", Query(new Report("ad", "ad", ["ad_id", "wish_bid", "spend", "labels"], [], []), "labels", "wish_bid", "unheard_of").Parameters()["fields"]);

    [Fact]
    public void The_campaigns_of_a_day_are_asked_for_without_breakdowns()
    {
        var query = InsightsQuery.OfCampaigns("act_1", new DateRange(Day, Day));
        var parameters = query.Parameters();
        Assert.Equal("/act_1/insights", query.Path);
        Assert.Equal(("campaign", "account_id,campaign_id"), (parameters["level"], parameters["fields"]));
        Assert.Equal([null, null, null], [parameters["breakdowns"], parameters["action_attribution_windows"], parameters["filtering"]]);
    }

    private static InsightsQuery Query(Report report, params string[] dropped) => new("act_1", new DateRange(Day, Day), report, dropped);
}
