using MetaSync.Faults.Cases;
using MetaSync.Faults.Soak;

namespace MetaSync.Tests.Faults.Soak;

[Trait("Category", "Faults")]
public sealed class SoakPlanTests
{
    private static readonly FaultCase Often = Case("often", 6), Seldom = Case("seldom", 2), Thrice = Case("thrice", 2, 3);
    private static readonly FaultCase[] Cases = [Often, Seldom, Thrice];

    [Fact]
    public void The_same_seed_gives_the_same_plan_and_another_one_another()
    {
        var (one, again, other) = (SoakPlan.Of(7, 100, Cases), SoakPlan.Of(7, 100, Cases), SoakPlan.Of(8, 100, Cases));

        Assert.Equal(one.Strikes, again.Strikes);
        Assert.NotEqual(one.Strikes, other.Strikes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(100)]
    [InlineData(1000)]
    public void A_plan_has_at_least_as_many_faults_as_were_asked_for_and_hardly_more(int count) => Assert.InRange(SoakPlan.Of(1, count, Cases).Faults, count, count + 2);

    [Fact]
    public void Strikes_come_by_their_weights()
    {
        var strikes = SoakPlan.Of(3, 20_000, Cases).Strikes;

        Assert.InRange(strikes.Count(strike => strike.Case == Often) / (double)strikes.Count, 0.58, 0.62);
        Assert.InRange(strikes.Count(strike => strike.Case == Seldom) / (double)strikes.Count, 0.18, 0.22);
        Assert.InRange(strikes.Count(strike => strike.Case == Thrice) / (double)strikes.Count, 0.18, 0.22);
    }

    [Fact]
    public void Each_kind_strikes_where_there_is_room_for_all()
    {
        for (var seed = 0; seed < 50; seed++)
            Assert.Equal(3, SoakPlan.Of(seed, 5, Cases).Strikes.DistinctBy(strike => strike.Case).Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void The_lanes_share_all_strikes_in_the_plans_order(int lanes)
    {
        var plan = SoakPlan.Of(11, 50, Cases);
        var shared = Enumerable.Range(0, lanes).Select(lane => plan.Lane(lane, lanes)).ToList();

        Assert.Equal(plan.Strikes, Enumerable.Range(0, plan.Strikes.Count).Select(index => shared[index % lanes][index / lanes]));
    }

    private static FaultCase Case(string name, int weight, int faults = 1) => new(name, weight, (_, _, _) => Task.CompletedTask) { Faults = faults };
}
