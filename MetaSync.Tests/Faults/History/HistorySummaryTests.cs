using MetaSync.Faults.History;
using MetaSync.Faults.Rig;

namespace MetaSync.Tests.Faults.History;

/// <summary>The numbers that a soak reports.</summary>
[Trait("Category", "Faults")]
public sealed class HistorySummaryTests
{
    [Fact]
    public void From_the_kill_of_a_days_worker_to_the_days_next_claim_is_a_recovery_and_no_false_takeover()
    {
        var script = new Script();
        script.Enqueue(2);
        script.Claim(1);
        script.Lives("worker-1.1", isKilled: true);
        script.Wait(TimeSpan.FromSeconds(2));
        script.Claim(1, "worker-2.1");
        script.Store(1, "worker-2.1");

        var summary = HistorySummary.Of(script.History);

        Assert.Equal([TimeSpan.FromMilliseconds(2010)], summary.Recoveries);
        Assert.Empty(summary.FalseTakeovers);
        Assert.Equal((1, 0, 0, 0), (summary.Lost, summary.Doubled, summary.Reordered, summary.Stuck)); // day 2 never ran
    }

    [Fact]
    public void A_takeover_from_a_worker_that_lived_is_false_unless_it_was_suspended()
    {
        var (live, suspended) = (Takeover(), Takeover(new Span(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), null)));

        Assert.Single(HistorySummary.Of(live).FalseTakeovers);
        Assert.Empty(HistorySummary.Of(suspended).FalseTakeovers);

        static RunHistory Takeover(params Span[] suspensions)
        {
            var script = new Script();
            script.Enqueue(1);
            script.Lives("worker-1.1", false, suspensions);
            script.Claim(1);
            script.Claim(1, "worker-2.1");
            return script.History;
        }
    }

    [Fact]
    public void A_day_that_was_claimed_and_stored_before_the_kill_is_no_recovery()
    {
        var script = new Script();
        script.Enqueue(1);
        script.Claim(1);
        script.Store(1);
        script.Lives("worker-1.1", isKilled: true);

        Assert.Empty(HistorySummary.Of(script.History).Recoveries);
    }
}
