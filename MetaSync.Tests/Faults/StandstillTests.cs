using MetaSync.Faults.Rig;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>A day that never returns by itself.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class StandstillTests(FaultsPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_to_Meta_that_is_never_answered_ends_by_its_time_limit_and_the_lane_goes_on()
    {
        await using var rig = await FaultRig.StartAsync(await postgres.GetAsync(Cancel), new()
        {
            Workers = 1,
            Environment = process => process == "worker-1" ? new Dictionary<string, string> { ["Meta__RequestTimeout"] = "00:00:02" } : [],
        }, Cancel);
        await rig.Meta.FailAsync(new { action = "hang", path = "/insights", times = 1, duration = "00:10:00" }, Cancel);

        await rig.Client.EnqueueSurelyAsync(new(new(2025, 3, 1), new(2025, 3, 3)), Cancel);

        Assert.Empty((await rig.VerdictAsync(TimeSpan.FromSeconds(60), Cancel)).Violations);
        Assert.Equal(
            "2025-03-01 2, 2025-03-02 1, 2025-03-03 1",
            await rig.Database.ScalarAsync<string>("SELECT string_agg(day || ' ' || attempts, ', ' ORDER BY place) FROM metasync.sync_days WHERE state = 'succeeded'", Cancel));
    }
}
