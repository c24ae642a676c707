using MetaSync.Tests.Support;
using MetaSync.Tests.Sync;

namespace MetaSync.Tests.Acceptance;

/// <summary>Scenario (a): three accounts at the tier that has 60 points.</summary>
[Collection(nameof(Alone))]
public sealed class BackfillTests(PostgresServer server)
{
    private const int Points = 60, Days = 90;

    /// <summary>Slow enough that what the application itself takes, 27 real ms a day, is little beside the five seconds that a point takes.</summary>
    private const double Speed = 3;

    /// <summary>Points leak away at 60 in five minutes.</summary>
    private static readonly TimeSpan PerPoint = TimeSpan.FromSeconds(300.0 / Points);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backfill_of_90_days_and_3_accounts_makes_no_call_in_a_block_and_takes_hardly_longer_than_the_meters_allow()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 2, Cancel, accounts: "act_1,act_2,act_3", virtualTime: new VirtualTime(Speed),
            configure: builder => builder.Project("meta-simulator").WithEnvironment("Simulator__Quota__Tier", "limited"));

        var batch = await app.EnqueueAsync("2026-01-01", "2026-03-31", Cancel);
        var days = await app.FinishedAsync(batch.BatchId, Cancel, patience: TimeSpan.FromMinutes(3));

        Assert.All(days, day => Assert.Equal(("succeeded", 1), (day.State, day.Attempts)));
        foreach (var account in new[] { "act_1", "act_2", "act_3" })
            await Truth.IsStoredAsync(app, account, "2026-01-01", "2026-03-31", Cancel);
        var calls = await app.Simulator.AllCallsAsync(Cancel);
        Assert.DoesNotContain(calls, call => call.WhileBlocked);
        Assert.DoesNotContain(calls, call => call.ErrorCode is not null);

        // Each account's own calls are what its meter sees: all but the points that it has at the start have to leak away first.
        var points = calls.Count(call => call.Account == "act_1");
        var best = PerPoint * (points - Points);
        var insights = calls.Where(call => call.Account is not null).ToArray();
        var taken = insights[^1].Finished!.Value - insights[0].Received;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{Days} days × 3 accounts: {calls.Count} calls, {taken.TotalSeconds:0} s of Meta's time, {best.TotalSeconds:0} s at best: {taken / best:0.000} times.");
        await using var cmd = app.Database.CreateCommand("SELECT t::text FROM metasync.rate_limits t");
        Assert.InRange(taken / best, 1, 1.15);
    }
}
