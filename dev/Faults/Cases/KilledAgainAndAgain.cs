using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>The worker of a day is killed, then the one that has recovered the day, and so on.</summary>
internal static class KilledAgainAndAgain
{
    public static FaultCase Once { get; } = new("killed in the middle of a day", 8, (rig, _, token) => StrikeAsync(rig, 1, token));

    /// <summary>Quartz alone lets the day behind it go first.</summary>
    public static FaultCase Twice { get; } = new("killed, and killed again", 4, (rig, _, token) => StrikeAsync(rig, 2, token)) { Faults = 2 };

    public static FaultCase ThreeTimes { get; } = new("killed three times", 2, (rig, _, token) => StrikeAsync(rig, 3, token)) { Faults = 3 };

    /// <summary>Kills whoever has the day in hand, so many times, and starts it again each time.</summary>
    public static async Task<DayInHand> StrikeAsync(FaultRig rig, int times, CancellationToken cancellationToken)
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(30), cancellationToken, times: times);
        for (var killed = 1; ; killed++)
        {
            await day.Worker.KillAsync(cancellationToken);
            day.Worker.Launch();
            if (killed == times)
                return day;
            DayInHand? again = null;
            await Until.CertainlyAsync(
                async () => (again = await DayInHand.OfAsync(rig, day.DayId, cancellationToken)) is not null && again.Token != day.Token,
                $"{day} is recovered", cancellationToken, Times.Patience);
            day = again!;
        }
    }
}
