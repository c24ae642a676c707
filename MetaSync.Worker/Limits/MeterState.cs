using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Limits;

/// <summary>What the workers together know of one of Meta's meters.</summary>
/// <param name="Meter">One of the names in <see cref="MetaUsage"/>.</param>
/// <param name="Percent">Used, at <paramref name="ReadAt"/>; may exceed 100.</param>
/// <param name="Tier">The app's access tier, which says how many points there are.</param>
/// <param name="ReadAt">When Meta said so.</param>
/// <param name="EmptyAt">When the meter is back at zero, if Meta said that too.</param>
/// <param name="BlockedUntil">Before then no call is let through.</param>
/// <param name="Refusals">In a row.</param>
internal sealed record MeterState(
    string Meter, double Percent, MetaTier Tier, DateTimeOffset ReadAt, DateTimeOffset? EmptyAt, DateTimeOffset? BlockedUntil, int Refusals = 0)
{
    /// <summary>Below it no call has to wait, and none will have to after a few more.</summary>
    private const double Quiet = 50;

    private const double SmallestStep = 1;

    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a reading adds nothing to what is known: a meter that is far from full and has hardly moved is written down once a minute,
    /// and not after each call.
    /// </summary>
    public bool Covers(MeterReading reading, MetaTier tier, DateTimeOffset now) =>
        now - ReadAt < Fresh && tier == Tier && Refusals == 0 && reading.RegainIn is null && (BlockedUntil is null || BlockedUntil < ReadAt)
        && Percent < Quiet && reading.Percent < Quiet && Math.Abs(reading.Percent - Percent) < SmallestStep;
}

/// <summary>The meters that concern a call, as they stood before it.</summary>
/// <param name="At">When they were looked at.</param>
/// <param name="Meters">Those that are known.</param>
internal sealed record KnownMeters(DateTimeOffset At, IReadOnlyList<MeterState> Meters)
{
    /// <summary>Whether the answer's reading adds nothing.</summary>
    public bool Cover(MeterReading reading, MetaTier tier) => Meters.Any(meter => meter.Meter == reading.Meter && meter.Covers(reading, tier, At));

    /// <summary>Whether an answer that was no refusal ends a row of them.</summary>
    public bool HaveRefused => Meters.Any(meter => meter.Refusals > 0);
}
