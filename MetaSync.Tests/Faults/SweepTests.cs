using System.Globalization;
using MetaSync.Faults.Sweep;
using MetaSync.Faults.Wire;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>Every SQL message of a day and of an enqueue fails once before the server gets it, and once before its answer comes back.</summary>
[Trait("Category", "Sweeps"), Collection(nameof(Alone))]
public sealed class SweepTests(SweepLanes lanes) : IClassFixture<SweepLanes>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Npgsql's command timeout, its wait for a cancelled answer, the wait before the next try, and room for a busy machine.</summary>
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromSeconds(75);

    /// <summary>All points, or on a machine that is too slow for them every k-th, beginning with a random one: <c>METASYNC_SWEEP_EVERY=5</c>.</summary>
    private static readonly int Every = int.TryParse(Environment.GetEnvironmentVariable("METASYNC_SWEEP_EVERY"), NumberStyles.None, CultureInfo.InvariantCulture, out var every) && every > 0 ? every : 1;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_worker_killed_at_any_message_of_a_day_loses_doubles_and_reorders_nothing() => SweepAsync(WireAct.Kill, DayPoints.TryAsync);

    [Fact]
    public Task A_connection_cut_at_any_message_of_a_day_loses_doubles_and_reorders_nothing() => SweepAsync(WireAct.Cut, DayPoints.TryAsync);

    [Fact]
    public Task An_API_killed_at_any_message_of_an_enqueue_has_enqueued_all_or_nothing_and_once() => WithoutWorkersAsync(WireAct.Kill);

    [Fact]
    public Task A_connection_cut_at_any_message_of_an_enqueue_leaves_all_or_nothing_and_once() => WithoutWorkersAsync(WireAct.Cut);

    [Fact]
    public async Task A_day_whose_workers_die_at_its_claim_three_times_is_still_the_first_of_its_lane()
    {
        var lane = lanes.All[0];

        var found = await RepeatedCrash.RunAsync(lane, [Moment.After, Moment.Before, Moment.After], Cancel);

        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("; ", found));
        Assert.Empty((await lane.Rig.VerdictAsync(Patience, Cancel)).Violations);
    }

    [Fact]
    public async Task A_statement_that_is_never_answered_ends_by_its_time_limit_and_the_lane_goes_on()
    {
        var whole = await DayPoints.TryAsync(lanes.All[0], new(int.MaxValue, Moment.After, WireAct.Hold), Cancel);
        var messages = whole.Seen.Where(Background.IsNone).ToArray();

        // Places in the first of the two days: with four lanes about the look at the queue, the claim, the storing and Quartz's last word.
        var places = lanes.All.Select((lane, index) => (Lane: lane, Number: messages.Length / 2 * (index + 1) / (lanes.All.Count + 1)));
        var held = await Task.WhenAll(places.Select(place => DayPoints.TryAsync(place.Lane, new(place.Number, Moment.After, WireAct.Hold) { Counts = Background.IsNone }, Cancel)));

        foreach (var point in held)
            TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{point.At}: {point.Recovery.TotalSeconds:0.0} s"));
        Assert.All(held, point => Assert.Empty(point.Violations));
        Assert.All(held, point => Assert.InRange(point.Recovery, TimeSpan.Zero, LongestStandstill));
        foreach (var lane in lanes.All)
            Assert.Empty((await lane.Rig.VerdictAsync(TimeSpan.FromSeconds(60), Cancel)).Violations);
    }

    /// <summary>What the requests have brought about is looked at before anything of it runs.</summary>
    private async Task WithoutWorkersAsync(WireAct act)
    {
        foreach (var lane in lanes.All)
            await lane.Worker.KillAsync(Cancel);
        foreach (var lane in lanes.All)
            lane.WorkerRelay.Thaw();
        await SweepAsync(act, EnqueuePoints.TryAsync, async () =>
        {
            await Task.WhenAll(lanes.All.Select(lane => lane.Worker.StartAsync(Cancel)));
            foreach (var lane in lanes.All)
                Assert.True(await lane.Rig.WaitUntilQuietAsync(Patience, Cancel));
        });
    }

    private async Task SweepAsync(WireAct act, Func<SweepLane, CrashPoint, CancellationToken, Task<SweptPoint>> tryAsync, Func<Task>? afterwards = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        var sweep = new CrashPointSweep(act, Every, Random.Shared.Next(Every) + 1);
        await sweep.RunAsync([.. lanes.All.Select(lane => (Func<CrashPoint, Task<SweptPoint>>)(point => tryAsync(lane, point, Cancel)))]);
        if (afterwards is not null)
            await afterwards();
        Tell(sweep, TimeProvider.System.GetElapsedTime(began));

        Assert.Empty(sweep.Violations);
        Assert.NotEmpty(sweep.Whole);
        foreach (var lane in lanes.All)
            Assert.Empty((await lane.Rig.VerdictAsync(Patience, Cancel)).Violations);
    }

    private static void Tell(CrashPointSweep sweep, TimeSpan took)
    {
        var say = TestContext.Current.TestOutputHelper!;
        foreach (var swept in sweep.Swept)
            say.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{swept.Point.Moment,-6} {swept.At} [{swept.Found}; {swept.Recovery.TotalSeconds:0.0} s]"));
        say.WriteLine("");
        say.WriteLine("A whole run:");
        foreach (var message in sweep.Whole)
            say.WriteLine(message.ToString());
        say.WriteLine("");
        var recoveries = sweep.Swept.Select(swept => swept.Recovery.TotalSeconds).Order().ToArray();
        say.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{sweep.Swept.Count(swept => swept.Point.Moment is Moment.Before)} points before and {sweep.Swept.Count(swept => swept.Point.Moment is Moment.After)} after a message in {took.TotalSeconds:0} s, {sweep.Violations.Count} violations; all well again after {(recoveries.Length > 0 ? recoveries[recoveries.Length / 2] : 0):0.0} s in the median, {recoveries.LastOrDefault():0.0} s at most."));
    }
}
