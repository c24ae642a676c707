using MetaSync.Faults.History;

namespace MetaSync.Tests.Faults.History;

/// <summary>For each promise histories that break it and nothing else, and some that come near to it and are in order.</summary>
[Trait("Category", "Faults")]
public sealed class HistoryCheckerTests
{
    private static readonly Dictionary<string, Action<Script>> Good = new()
    {
        ["nothing"] = _ => { },
        ["three days, one after the other"] = script =>
        {
            script.Enqueue(3);
            Run(script, 1, 2, 3);
        },
        ["a killed worker's day is claimed by another one and stored once"] = script =>
        {
            script.Enqueue(2);
            script.Claim(1);
            script.Lives("worker-1.1", isKilled: true);
            script.Claim(1, "worker-2.1");
            script.Store(1, "worker-2.1");
            Run(script, 2);
        },
        ["a live worker loses its day, and says so"] = script =>
        {
            script.Enqueue(1);
            script.Lives("worker-1.1");
            script.Claim(1);
            script.Claim(1, "worker-2.1");
            script.Store(1, "worker-2.1");
            script.Remark("worker-1.1", 1);
        },
        ["a day fails, and the next one goes on"] = script =>
        {
            script.Enqueue(2);
            script.Claim(1);
            script.Turn(1, "failed", error: "refused");
            Run(script, 2);
        },
        ["a failed day is retried behind the next one and stored"] = script =>
        {
            script.Enqueue(2);
            script.Claim(1);
            script.Turn(1, "failed", error: "refused");
            Run(script, 2);
            script.Turn(1, "queued", "api.1", moves: true, attempts: 0);
            Run(script, 1);
        },
        ["a day waits for its next try, and nobody goes ahead"] = script =>
        {
            script.Enqueue(2);
            script.Claim(1);
            script.Turn(1, "waiting");
            Run(script, 1, 2);
        },
        ["a day waits without spending its try"] = script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Turn(1, "waiting", attempts: 0);
            Run(script, 1);
        },
        ["a paused batch is overtaken, and goes on at the end"] = script =>
        {
            var first = script.Enqueue(1);
            script.Enqueue(1, 2);
            script.Pause(first, true);
            script.Turn(1, "paused", "api.1");
            Run(script, 2);
            script.Pause(first, false);
            script.Turn(1, "queued", "api.1", moves: true);
            Run(script, 1);
        },
        ["a batch is still paused in the end"] = script =>
        {
            var batch = script.Enqueue(1);
            script.Pause(batch, true);
            script.Turn(1, "paused", "api.1");
        },
        ["a resumed day keeps the report that is in"] = script =>
        {
            var batch = script.Enqueue(1);
            script.Claim(1);
            script.Store(1, finishes: false, report: "country");
            script.Pause(batch, true);
            script.Turn(1, "paused");
            script.Pause(batch, false);
            script.Turn(1, "queued", "api.1", moves: true);
            Run(script, 1);
        },
        ["two reports of a day in two transactions"] = script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Store(1, finishes: false, report: "country");
            script.Store(1);
        },
        ["a higher priority goes ahead"] = script =>
        {
            script.Enqueue(2);
            script.Enqueue(1, 3, priority: "high");
            Run(script, 3, 1, 2);
        },
        ["a refresh takes turns with a range"] = script =>
        {
            script.Enqueue(2);
            script.Enqueue(2, 3, kind: "refresh");
            Run(script, 1, 3, 2, 4);
        },
        ["a cancelled day is overtaken"] = script =>
        {
            script.Enqueue(2);
            script.Claim(1);
            script.Turn(1, "cancelled", "api.1");
            Run(script, 2);
        },
        ["a request without an answer was done"] = script =>
        {
            script.Enqueue(2, known: Known.Unknown);
            Run(script, 1, 2);
        },
        ["a request without an answer was not done"] = script => script.Enqueue(2, known: Known.Unknown, there: 0),
        ["a key is sent again until its answer comes"] = script =>
        {
            script.Ask(new("enqueue", script.Now, script.Now, Known.Unknown) { Key = "k", Range = new(new(2026, 1, 1), new(2026, 1, 1)) });
            script.Enqueue(1, key: "k");
            Run(script, 1);
        },
        ["a refused request left nothing"] = script => script.Ask(new("enqueue", script.Now, script.Now, Known.Refused) { Range = new(new(2026, 1, 1), new(2026, 1, 1)) }),
        ["a lane moves within the limit after healing"] = script =>
        {
            script.Enqueue(2);
            script.Healed = script.Now;
            script.Wait(TimeSpan.FromSeconds(19));
            Run(script, 1, 2);
        },
        ["nothing moves where there is nothing to do"] = script =>
        {
            script.Enqueue(1);
            Run(script, 1);
            script.Healed = script.Now;
            script.Wait(TimeSpan.FromMinutes(5));
        },
        ["a finished day is deleted"] = script =>
        {
            script.Enqueue(1);
            Run(script, 1);
            script.Delete(1);
        },
    };

    private static readonly Dictionary<string, (Invariant Broken, Action<Script> Write)> Broken = new()
    {
        ["a day never runs"] = Breaks(Invariant.NothingIsLost, script =>
        {
            script.Enqueue(2);
            Run(script, 1);
        }),
        ["a day is deleted before its end"] = Breaks(Invariant.NothingIsLost, script =>
        {
            script.Enqueue(1);
            script.Delete(1);
        }),
        ["a day of a request without an answer never runs"] = Breaks(Invariant.NothingIsLost, script => script.Enqueue(1, known: Known.Unknown)),
        ["a day is paused, and its batch is not"] = Breaks(Invariant.NothingIsLost, script =>
        {
            script.Enqueue(1);
            script.Turn(1, "paused");
        }),
        ["a failed day begins again in its old place"] = Breaks(Invariant.NothingIsLost, script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Turn(1, "failed", error: "refused");
            Run(script, 1);
        }),
        ["a day succeeds and was never stored"] = Breaks(Invariant.OneEffect, script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Turn(1, "succeeded");
        }),
        ["a report is stored twice under one token"] = Breaks(Invariant.OneEffect, script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Store(1, finishes: false);
            script.Store(1);
        }),
        ["the next day is claimed before the one before it is stored"] = Breaks(Invariant.NoOverlap, script =>
        {
            script.Enqueue(1);
            script.Enqueue(1, 2, kind: "refresh");
            script.Claim(1);
            script.Claim(2, "worker-2.1");
            script.Store(1);
            script.Store(2, "worker-2.1");
        }),
        ["a later day goes first"] = Breaks(Invariant.LaneOrder, script =>
        {
            script.Enqueue(2);
            Run(script, 2, 1);
        }),
        ["a day that waits for its next try is overtaken"] = Breaks(Invariant.LaneOrder, script =>
        {
            script.Enqueue(2);
            script.Claim(1);
            script.Turn(1, "waiting");
            Run(script, 2, 1);
        }),
        ["a resumed day goes ahead of its new place"] = Breaks(Invariant.LaneOrder, script =>
        {
            var batch = script.Enqueue(1);
            script.Enqueue(1, 2);
            script.Pause(batch, true);
            script.Turn(1, "paused", "api.1");
            script.Pause(batch, false);
            script.Turn(1, "queued", "api.1", moves: true);
            Run(script, 1, 2);
        }),
        ["a token is granted twice"] = Breaks(Invariant.NewestToken, script =>
        {
            script.Enqueue(2);
            var token = script.Claim(1);
            script.Store(1);
            script.Claim(2, token: token);
            script.Store(2);
        }),
        ["a worker that has lost its day stores it"] = Breaks(Invariant.NewestToken, script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            var first = script.ClaimOf(1);
            script.Claim(1, "worker-2.1");
            script.Store(1, "worker-1.1", claimed: first);
        }),
        ["a day is stored without a look at its row"] = Breaks(Invariant.NewestToken, script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Store(1, isFenced: false);
            script.Turn(1, "succeeded");
        }),
        ["a claim that was given earlier is committed later"] = Breaks(Invariant.NewestToken, script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Claim(1);
            script.SwapLastWrites();
            script.Turn(1, "cancelled", "api.1");
        }),
        ["the last day comes in another transaction"] = Breaks(Invariant.AllOrNothing, script =>
        {
            script.Enqueue(2, apart: 1);
            Run(script, 1, 2);
        }),
        ["a batch has a day too few"] = Breaks(Invariant.AllOrNothing, script =>
        {
            script.Enqueue(3, there: 2, answered: 2);
            Run(script, 1, 2);
        }),
        ["a lane stands still after healing"] = Breaks(Invariant.Progress, script =>
        {
            script.Enqueue(1);
            script.Healed = script.Now;
            script.Wait(TimeSpan.FromSeconds(21));
            Run(script, 1);
        }),
        ["a firing is left"] = Breaks(Invariant.NoResidue, script => script.Residue = new() { Fired = 1 }),
        ["a trigger is held back"] = Breaks(Invariant.NoResidue, script => script.Residue = new() { HeldTriggers = 1 }),
        ["a day has no trigger"] = Breaks(Invariant.NoResidue, script => script.Residue = new() { DaysWithoutTrigger = [1] }),
        ["a token is left"] = Breaks(Invariant.NoResidue, script => script.Residue = new() { Tokens = 1 }),
        ["a session is idle in a transaction"] = Breaks(Invariant.NoResidue, script => script.Residue = new() { IdleInTransaction = 1 }),
        ["connections are left"] = Breaks(Invariant.NoResidue, script => script.Residue = new() { Connections = 51, ConnectionsAllowed = 50 }),
        ["an accepted batch is not there"] = Breaks(Invariant.HonestAnswers, script =>
            script.Ask(new("enqueue", script.Now, script.Now, Known.Done) { BatchId = Guid.NewGuid(), Range = new(new(2026, 1, 1), new(2026, 1, 1)) })),
        ["a refused batch is there"] = Breaks(Invariant.HonestAnswers, script =>
        {
            script.Enqueue(1, known: Known.Refused);
            Run(script, 1);
        }),
        ["one request without an answer brings about two batches"] = Breaks(Invariant.HonestAnswers, script =>
        {
            script.Enqueue(1, known: Known.Unknown);
            Run(script, 1);
            script.Enqueue(1, 2, known: Known.Refused);
            Run(script, 2);
        }),
        ["a batch is answered with too few days"] = Breaks(Invariant.HonestAnswers, script =>
        {
            script.Enqueue(2, answered: 1);
            Run(script, 1, 2);
        }),
        ["a key brings about two batches"] = Breaks(Invariant.HonestAnswers, script =>
        {
            script.Enqueue(1, key: "k", known: Known.Unknown);
            Run(script, 1);
            script.Enqueue(1, 2, key: "k");
            Run(script, 2);
        }),
        ["a claim does not count"] = Breaks(Invariant.OnRecord, script =>
        {
            script.Enqueue(1);
            script.Claim(1, counts: false);
            script.Store(1);
        }),
        ["a day fails without a reason"] = Breaks(Invariant.OnRecord, script =>
        {
            script.Enqueue(1);
            script.Claim(1);
            script.Turn(1, "failed");
        }),
        ["a live worker loses its day in silence"] = Breaks(Invariant.OnRecord, script =>
        {
            script.Enqueue(1);
            script.Lives("worker-1.1");
            script.Claim(1);
            script.Claim(1, "worker-2.1");
            script.Store(1, "worker-2.1");
        }),
    };

    public static TheoryData<string> GoodOnes => [.. Good.Keys];

    public static TheoryData<string> BrokenOnes => [.. Broken.Keys];

    [Theory, MemberData(nameof(GoodOnes))]
    public void A_history_in_order_is_accepted(string what)
    {
        var script = new Script();
        Good[what](script);

        Assert.Empty(HistoryChecker.Check(script.History));
    }

    [Theory, MemberData(nameof(BrokenOnes))]
    public void A_history_that_breaks_a_promise_is_rejected_for_it(string what)
    {
        var script = new Script();
        Broken[what].Write(script);

        var violations = HistoryChecker.Check(script.History);

        Assert.Equal([Broken[what].Broken], violations.Select(violation => violation.Invariant).Distinct());
    }

    [Fact]
    public void Each_promise_has_a_history_that_breaks_it() =>
        Assert.Equal(Enum.GetValues<Invariant>(), Broken.Values.Select(broken => broken.Broken).Distinct().Order());

    private static (Invariant, Action<Script>) Breaks(Invariant promise, Action<Script> write) => (promise, write);

    /// <summary>The days are claimed and stored, one after the other.</summary>
    private static void Run(Script script, params long[] days)
    {
        foreach (var day in days)
        {
            script.Claim(day, "worker-2.1");
            script.Store(day, "worker-2.1");
        }
    }
}
