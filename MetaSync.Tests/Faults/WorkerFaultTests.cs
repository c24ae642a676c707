using MetaSync.Faults.Cases;
using MetaSync.Faults.History;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>Workers that die, sleep, or are taken for dead.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class WorkerFaultTests(FaultsPostgres postgres)
{
    [Fact]
    public async Task A_worker_that_slept_through_its_takeover_stores_nothing() => await Struck.ByAsync(ZombieWorker.WaitingForMeta, postgres);

    [Fact]
    public async Task A_worker_that_slept_between_its_rows_and_their_storing_stores_nothing() => await Struck.ByAsync(ZombieWorker.WithRowsStaged, postgres);

    [Fact]
    public async Task A_worker_that_wakes_before_the_other_one_has_stored_stores_nothing() => await Struck.ByAsync(ZombieWorker.BeforeTheOther, postgres);

    [Fact]
    public async Task A_worker_that_sleeps_while_it_stores_holds_nobody_up_and_stores_nothing() => await Struck.ByAsync(ZombieWorker.Storing, postgres);

    [Fact]
    public async Task A_live_worker_that_cannot_check_in_doubles_nothing() => await Struck.ByAsync(LateCheckIn.OfOneWorker, postgres);

    [Fact]
    public async Task Workers_none_of_which_can_check_in_double_nothing() => await Struck.ByAsync(LateCheckIn.OfAll, postgres);

    [Fact]
    public async Task A_killed_workers_day_is_recovered_in_its_place()
    {
        var history = await Struck.ByAsync(KilledAgainAndAgain.Once, postgres);

        Assert.InRange(Assert.Single(HistorySummary.Of(history).Recoveries), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_day_whose_worker_is_killed_twice_keeps_its_place() => await Struck.ByAsync(KilledAgainAndAgain.Twice, postgres);

    [Fact]
    public async Task A_day_whose_worker_is_killed_three_times_keeps_its_place() => await Struck.ByAsync(KilledAgainAndAgain.ThreeTimes, postgres);

    [Fact]
    public async Task A_day_whose_workers_are_killed_in_each_of_its_tries_fails_and_the_next_one_goes_on()
    {
        var history = await Struck.ByAsync(
            new("killed in each try", 1, (rig, _, token) => KilledAgainAndAgain.StrikeAsync(rig, 2, token)), postgres,
            new() { Workers = 2, Environment = _ => new Dictionary<string, string> { ["Sync__MaxAttempts"] = "2" } });

        Assert.Single(history.Days, day => day.NewState == "failed");
    }

    [Fact]
    public async Task A_worker_that_is_stopped_in_order_hands_its_day_back()
    {
        var history = await Struck.ByAsync(StoppedInOrder.Worker, postgres);

        var back = Assert.Single(history.Days, day => day is { OldState: "running", NewState: "queued" });
        var again = history.Days.First(day => day.IsGrant && day.DayId == back.DayId && day.Committed > back.Committed);
        Assert.InRange(again.Committed - back.Committed, TimeSpan.Zero, TimeSpan.FromSeconds(9)); // by what Quartz stored, and not as a day that was lost, after ten
    }

    [Fact]
    public async Task Programs_that_are_restarted_one_by_one_lose_nothing() => await Struck.ByAsync(StoppedInOrder.AllOneByOne, postgres);

    [Fact]
    public async Task Pauses_of_whole_workers_double_nothing() => await Struck.ByAsync(Pauses.Case, postgres);
}
