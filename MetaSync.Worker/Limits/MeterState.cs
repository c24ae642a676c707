using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Limits;

/// <summary>What the workers together know of one of Meta's meters.</summary>
/// <param name="Meter">One of the names in <see cref="MetaUsage"/>.</param>
/// <param name="Percent">Used, at <paramref name="ReadAt"/>; may exceed 100.</param>
/// <param name="Tier">The app's access tier, which says how many points there are.</param>
/// <param name="ReadAt">When Meta said so.</param>
/// <param name="EmptyAt">When the meter is back at zero, if Meta said that too.</param>
/// <param name="BlockedUntil">Before then no call is let through.</param>
internal sealed record MeterState(
    string Meter, double Percent, MetaTier Tier, DateTimeOffset ReadAt, DateTimeOffset? EmptyAt, DateTimeOffset? BlockedUntil);
