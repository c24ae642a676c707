namespace MetaSimulator.Control;

internal sealed class SimulatorClock(TimeProvider time)
{
    public TimeSpan Offset { get; private set; }

    public DateTimeOffset Now => time.GetUtcNow() + Offset;

    // Meta refreshes its numbers every 15 minutes.
    public static DateTimeOffset Quantised(DateTimeOffset instant) =>
        new(instant.UtcTicks - (instant.UtcTicks % TimeSpan.FromMinutes(15).Ticks), TimeSpan.Zero);

    public void Advance(TimeSpan by) => Offset += by;

    public void Set(DateTimeOffset now) => Offset = now - time.GetUtcNow();

    public void Reset() => Offset = TimeSpan.Zero;
}
