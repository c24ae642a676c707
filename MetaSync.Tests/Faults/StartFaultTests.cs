using MetaSync.Faults.Rig;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>Starts that are out of the ordinary.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class StartFaultTests(FaultsPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A dozen times are for a night; twice show that nobody has broken it.</summary>
    [Theory, InlineData(1), InlineData(2)]
    public async Task Two_of_everything_started_at_once_on_an_empty_database_share_it(int _)
    {
        await using var rig = await FaultRig.StartAsync(await postgres.GetAsync(Cancel), new() { Apis = 2, Workers = 2, StartsProcesses = false }, Cancel);
        await rig.LaunchAsync(Cancel);

        var history = await Struck.ByAsync("two of everything at once", rig, async _ => await rig.Client.EnqueueSurelyAsync(new(new(2025, 1, 1), new(2025, 1, 5)), Cancel));

        Assert.Equal(8, history.Effects.Count);
    }

    [Fact]
    public async Task Days_that_have_waited_past_Quartzs_misfire_threshold_run_in_their_order()
    {
        const string Accounts = "act_1,act_2,act_3,act_4,act_5"; // 730 days of each
        const long Hour = TimeSpan.TicksPerHour; // Quartz calls a trigger misfired after a minute
        await using var rig = await FaultRig.StartAsync(await postgres.GetAsync(Cancel), new() { Accounts = Accounts, StartsProcesses = false, Latency = TimeSpan.Zero }, Cancel);
        await Task.WhenAll(rig.Simulator.StartAsync(Cancel), rig.Api.StartAsync(Cancel));
        await HistoryOf(rig);
        var batch = await rig.Client.EnqueueSurelyAsync(new(new(2024, 1, 1), new(2025, 12, 30)) { Accounts = Accounts.Split(',') }, Cancel);
        Assert.Equal(3650, batch.Days);

        var history = await Struck.ByAsync("misfire", rig, async _ =>
        {
            await rig.Database.ExecuteAsync($"UPDATE qrtz_triggers SET start_time = start_time - {Hour}, next_fire_time = next_fire_time - {Hour}", Cancel);
            await Task.WhenAll(rig.Workers.Select(worker => worker.StartAsync(Cancel)));
            await Until.CertainlyAsync(() => rig.Looks.ScalarAsync<bool>("SELECT count(*) >= 100 FROM metasync.sync_days WHERE state = 'succeeded'", Cancel), "100 days are in", Cancel, TimeSpan.FromSeconds(150));
            await rig.Client.SteerAsync(batch.BatchId!.Value, "cancel", Cancel);
        });

        Assert.InRange(history.Effects.Count, 100, 3650);
    }

    [Fact]
    public async Task A_database_that_may_lose_what_it_has_committed_is_warned_of_at_the_start()
    {
        await using var rig = await FaultRig.StartAsync(await postgres.GetAsync(Cancel), new() { Workers = 1, StartsProcesses = false }, Cancel); // its server runs with fsync off
        await rig.Database.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = off', current_database()); END $$", Cancel);

        await Task.WhenAll(rig.Simulator.StartAsync(Cancel), rig.Api.StartAsync(Cancel), rig.Workers[0].StartAsync(Cancel));

        Assert.All(rig.Processes, process => Assert.Contains(process.Output, line => line.Contains("fsync, full_page_writes, synchronous_commit", StringComparison.Ordinal)));
    }

    private static Task HistoryOf(FaultRig rig) => MetaSync.Faults.History.HistoryRecorder.InstallAsync(rig.Database, Cancel);
}
