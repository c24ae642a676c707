namespace MetaSync.Time;

/// <summary>A clock that shows its start at a real instant, the origin, and runs so many times as fast from there.</summary>
internal sealed class AcceleratedTime(TimeProvider real, DateTimeOffset origin, DateTimeOffset start, double speed) : TimeProvider
{
    // A runtime measures from the machine's start, which multiplied could leave the exact integers of a double.
    private readonly long _firstTimestamp = real.GetTimestamp();

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override long TimestampFrequency => real.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => start + (real.GetUtcNow() - origin) * speed;

    public override long GetTimestamp() => (long)((real.GetTimestamp() - _firstTimestamp) * speed);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new AcceleratedTimer(real.CreateTimer(callback, state, Real(dueTime), Real(period)), this);

    /// <summary>The real time that a virtual one takes. Timers count whole milliseconds: rounded up, none is early.</summary>
    internal TimeSpan Real(TimeSpan span) =>
        span <= TimeSpan.Zero ? span : TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds / speed));

    private sealed class AcceleratedTimer(ITimer timer, AcceleratedTime time) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(time.Real(dueTime), time.Real(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
