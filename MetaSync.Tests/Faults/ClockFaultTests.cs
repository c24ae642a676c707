using MetaSync.Faults.Rig;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>Workers whose clocks are apart.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class ClockFaultTests(FaultsPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task A_worker_whose_clock_is_apart_loses_and_doubles_nothing(int seconds)
    {
        await using var rig = await FaultRig.StartAsync(
            await postgres.GetAsync(Cancel),
            new() { Environment = process => process == "worker-2" ? ShiftedClock.By(TimeSpan.FromSeconds(seconds)) : new Dictionary<string, string>(), Latency = TimeSpan.FromMilliseconds(100) },
            Cancel);

        await Struck.ByAsync($"a clock apart by {seconds} s", rig, async _ =>
        {
            await rig.Client.EnqueueSurelyAsync(new(new(2025, 1, 1), new(2025, 1, 15)), Cancel);
            await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(4), Cancel); // longer than a takeover takes
        });
    }
}
