namespace MetaSimulator.Control;

/// <summary>The simulator's now: the real one plus an offset.</summary>
internal sealed class SimulatorClock(TimeProvider time)
{
    public TimeSpan Offset { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow() + Offset;

    /// <summary>Meta refreshes its numbers every 15 minutes (§1.7).</summary>
    public static DateTimeOffset Quantised(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.FromMinutes(15).Ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Offset += by;

    public void Set(DateTimeOffset now) => Offset = now - time.GetUtcNow();

    public void Reset() => Offset = TimeSpan.Zero;
}
