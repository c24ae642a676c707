using MetaSync.Worker.Reports;

namespace MetaSync.Tests.Reports;

public sealed class FetchPlanTests
{
    [Theory]
    [InlineData(500, "pages of 500", "pages of 100", "a report run, pages of 500", "a report run, pages of 100")]
    [InlineData(5000, "pages of 5000", "pages of 1000", "pages of 200", "pages of 100", "a report run, pages of 5000", "a report run, pages of 1000", "a report run, pages of 200", "a report run, pages of 100")]
    [InlineData(101, "pages of 101", "pages of 100", "a report run, pages of 101", "a report run, pages of 100")]
    [InlineData(100, "pages of 100", "a report run, pages of 100")]
    [InlineData(10, "pages of 10", "a report run, pages of 10")]
    public void The_ladder_goes_down_by_smaller_pages_to_a_report_run_and_ends(int pageSize, params string[] steps) =>
        Assert.Equal(steps, Ladder(FetchPlan.First(pageSize), pageSize).Select(plan => plan.ToString()));

    [Fact]
    public void Runs_of_some_campaigns_have_smaller_pages_too_and_stay_what_they_are() => Assert.Equal(
        ["report runs of 3 campaigns, pages of 500", "report runs of 3 campaigns, pages of 100"],
        Ladder(new FetchPlan(FetchMode.Split, 500, 3, []), 500).Select(plan => plan.ToString()));

    [Theory]
    [InlineData(null, "report runs of half of the campaigns, pages of 500")]
    [InlineData(300, "report runs of 150 campaigns, pages of 500")]
    [InlineData(3, "report runs of 2 campaigns, pages of 500")]
    [InlineData(2, "report runs of 1 campaigns, pages of 500")]
    [InlineData(1, null)]
    [InlineData(0, null)]
    public void A_run_that_is_too_much_is_halved_down_to_one_campaign(int? campaigns, string? step) =>
        Assert.Equal(step, new FetchPlan(FetchMode.Async, 500, null, []).SmallerRun(campaigns)?.ToString());

    [Fact]
    public void No_step_down_brings_back_a_field_that_Meta_does_not_have()
    {
        var plan = FetchPlan.First(500).Without("wish_bid").Without("labels");
        Assert.Equal(["wish_bid", "labels"], plan.DroppedFields);
        Assert.All(Ladder(plan, 500), step => Assert.Equal(plan.DroppedFields, step.DroppedFields));
        Assert.Equal(plan.DroppedFields, plan.SmallerRun(null)!.SmallerRun(10)!.DroppedFields);
    }

    private static IEnumerable<FetchPlan> Ladder(FetchPlan first, int pageSize)
    {
        for (var plan = first; plan is not null; plan = plan.Smaller(pageSize))
            yield return plan;
    }
}
