using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Limits;

/// <summary>How long a call has to wait for a meter, so that the limit is never reached.</summary>
internal static class Pace
{
    /// <summary>From here on calls are spread out …</summary>
    private const double SlowFrom = 75;

    /// <summary>… up to here, where only a call now and then finds out whether the meter has fallen.</summary>
    private const double StopAt = 97;

    /// <summary>The score's points leak away at a steady pace in five minutes; Meta's two tiers have 60 and 9,000 of them.</summary>
    private static readonly TimeSpan ScoreWindow = TimeSpan.FromSeconds(300);

    private static readonly TimeSpan StopOfHourlyMeter = TimeSpan.FromMinutes(5), StopOfLoadMeter = TimeSpan.FromSeconds(30);

    /// <param name="meter">The meter as it was last read.</param>
    /// <param name="points">What the call costs of the account's score.</param>
    /// <param name="now">By the clock that wrote the meter's times.</param>
    public static TimeSpan Wait(MeterState meter, int points, DateTimeOffset now)
    {
        if (meter.BlockedUntil > now)
            return meter.BlockedUntil.Value - now;
        if (meter.BlockedUntil > meter.ReadAt)
            return TimeSpan.Zero; // what was read before a block says nothing about the time after it
        return meter.Meter is MetaUsage.Account ? ForScore(meter, points, now) : ForOthers(meter, now);
    }

    /// <summary>Whether calls have to keep a distance because of the meter.</summary>
    public static bool IsSpreadOut(MeterState meter) => meter.Meter is not MetaUsage.Account && meter.Percent >= SlowFrom;

    /// <summary>Until the score, which falls at a known pace, has room for the call and for half a point of rounding.</summary>
    private static TimeSpan ForScore(MeterState meter, int points, DateTimeOffset now)
    {
        var emptyAt = meter.EmptyAt ?? meter.ReadAt + ScoreWindow;
        var room = 100 - (points + 0.5) * PercentPerPoint(meter.Tier);
        if (meter.Percent <= room)
            return TimeSpan.Zero;
        return Later(emptyAt - (emptyAt - meter.ReadAt) * (room / meter.Percent) - now);
    }

    /// <summary>
    /// These are counted over a sliding hour, or are a load that others make too, so what falls out of them when is not known.
    /// The distance between calls doubles with every three percent: 0.25 s at 75 %, 1 s at 81 %, 4 s at 87 %, 16 s at 93 %.
    /// A steady demand settles where the distance is what the limit allows.
    /// </summary>
    private static TimeSpan ForOthers(MeterState meter, DateTimeOffset now)
    {
        var distance = meter.Percent switch
        {
            < SlowFrom => TimeSpan.Zero,
            < StopAt => TimeSpan.FromSeconds(0.25 * Math.Pow(2, (meter.Percent - SlowFrom) / 3)),
            _ => meter.Meter is MetaUsage.InsightsApp or MetaUsage.InsightsAccount ? StopOfLoadMeter : StopOfHourlyMeter,
        };
        return Later(meter.ReadAt + distance - now);
    }

    private static double PercentPerPoint(MetaTier tier) => tier is MetaTier.Full ? 100.0 / 9000 : 100.0 / 60;

    private static TimeSpan Later(TimeSpan wait) => wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
}
