using MetaSync.Faults.Cases;

namespace MetaSync.Faults.Soak;

/// <summary>A fault that has struck: from the moment at which it began to the one at which all was healed.</summary>
/// <param name="Case">Which one.</param>
/// <param name="From">When it began.</param>
/// <param name="To">When all processes were of use again.</param>
/// <param name="Missed">Why it could not strike, where it could not: no worker was found in the middle of a day, for example.</param>
internal sealed record Strike(FaultCase Case, DateTimeOffset From, DateTimeOffset To, string? Missed)
{
    /// <summary>How long after its end a fault still has effects: a takeover, and the look that finds it out.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(5);

    public bool Covers(DateTimeOffset instant) => instant >= From && instant <= To + Echo;

    public override string ToString() => Missed is null ? Case.Name : $"{Case.Name} (missed: {Missed})";
}
