using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>A day fails three times, with a growing wait in between; those behind it wait, too.</summary>
internal static class TroubleAtMeta
{
    public static FaultCase ThreeFailures { get; } = new("a day fails three times", 2, async (rig, _, token) =>
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(1), token);
        var next = day.Day.AddDays(1);
        await rig.Meta.FailAsync(new { action = "html-502", account = day.Account, day = $"{next:yyyy-MM-dd}", times = 3 }, token);
    })
    { Faults = 3 };
}
