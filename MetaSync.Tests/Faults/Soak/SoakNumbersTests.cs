using MetaSync.Faults.Cases;
using MetaSync.Faults.Soak;
using MetaSync.Tests.Faults.History;

namespace MetaSync.Tests.Faults.Soak;

/// <summary>What is counted of a soak.</summary>
[Trait("Category", "Faults")]
public sealed class SoakNumbersTests
{
    [Theory]
    [InlineData(0, 1, 0.95)]
    [InlineData(0, 100, 0.02951)]
    [InlineData(0, 1000, 0.002991)]
    [InlineData(1, 100, 0.04656)]
    [InlineData(3, 1000, 0.007734)]
    [InlineData(10, 10, 1)]
    public void The_bound_is_the_rate_at_which_so_few_failures_are_as_rare_as_one_in_twenty(int failures, int tries, double expected) =>
        Assert.Equal(expected, FailureBound.Upper95(failures, tries), 0.0001);

    [Fact]
    public void Recovery_times_are_quoted_as_they_were_measured()
    {
        var times = RecoveryTimes.Of(Enumerable.Range(1, 200).Select(number => TimeSpan.FromSeconds(number)))!;

        Assert.Equal((200, 100, 198, 200), (times.Count, times.P50.TotalSeconds, times.P99.TotalSeconds, times.Max.TotalSeconds));
        Assert.Null(RecoveryTimes.Of([]));
    }

    [Theory]
    [InlineData(false, 0, 1)]
    [InlineData(true, 1, 0)]
    public void A_takeover_from_a_live_worker_is_forced_only_by_a_fault_that_holds_check_ins_up(bool holdsUp, int forced, int found)
    {
        var script = new Script();
        script.Enqueue(1);
        script.Lives("worker-1.1", isKilled: false);
        script.Claim(1);
        var from = script.Now;
        script.Wait(TimeSpan.FromSeconds(3));
        script.Claim(1, "worker-2.1");
        script.Store(1, "worker-2.1");

        var window = WindowResult.Of(from, [new(Case(holdsUp), from, script.Now, null)], script.History, []);

        Assert.Equal((forced, found, 1), (window.ForcedTakeovers, window.FalseTakeovers, window.Kinds.Single().FalseTakeovers));
    }

    [Fact]
    public void A_fault_that_could_not_strike_is_none()
    {
        var script = new Script();
        script.Enqueue(1);

        var window = WindowResult.Of(script.Now, [new(Case(false), script.Now, script.Now, "No worker was found in the middle of a day.")], script.History, []);
        var result = new SoakResult(new(1, 1, 1), TimeSpan.FromMinutes(1), [window]);

        Assert.Equal((0, 1), (result.Faults, result.Missed));
    }

    [Fact]
    public void Workers_live_from_start_to_end_but_for_what_they_sleep_through()
    {
        var script = new Script();
        var from = script.Now;
        script.Wait(TimeSpan.FromSeconds(100));
        var history = script.History with
        {
            Processes =
            [
                new("api.1", from, null, []),
                new("worker-1.1", from - TimeSpan.FromSeconds(50), null, [new(from + TimeSpan.FromSeconds(10), from + TimeSpan.FromSeconds(15))]),
                new("worker-2.1", from + TimeSpan.FromSeconds(20), from + TimeSpan.FromSeconds(50), []),
            ],
        };

        Assert.Equal(125, WindowResult.Of(from, [], history, []).LiveTime.TotalSeconds, 0.5);
    }

    private static FaultCase Case(bool holdsUp) => new("a fault", 1, (_, _, _) => Task.CompletedTask) { HoldsUpCheckIn = holdsUp };
}
