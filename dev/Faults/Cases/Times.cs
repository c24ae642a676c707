namespace MetaSync.Faults.Cases;

/// <summary>Times that cases share.</summary>
internal static class Times
{
    /// <summary>A worker that has not checked in for this long has been declared dead: the interval, the threshold and a look.</summary>
    public static readonly TimeSpan Takeover = TimeSpan.FromSeconds(3.5);

    /// <summary>For what has to come about while a fault lasts.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    /// <summary>A random time between two.</summary>
    public static TimeSpan Between(this Random random, double fromSeconds, double toSeconds) => TimeSpan.FromSeconds(fromSeconds + random.NextDouble() * (toSeconds - fromSeconds));

    public static Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, TimeProvider.System, cancellationToken);
}
