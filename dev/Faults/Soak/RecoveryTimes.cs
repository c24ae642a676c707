namespace MetaSync.Faults.Soak;

/// <summary>From the SIGKILL of a day's worker to the day's next claim.</summary>
internal sealed record RecoveryTimes(int Count, TimeSpan P50, TimeSpan P99, TimeSpan Max)
{
    /// <summary>Null when there was none.</summary>
    public static RecoveryTimes? Of(IEnumerable<TimeSpan> times)
    {
        TimeSpan[] sorted = [.. times.Order()];
        return sorted.Length == 0 ? null : new(sorted.Length, At(50), At(99), sorted[^1]);

        // The smallest that so many percent do not exceed.
        TimeSpan At(int percent) => sorted[(sorted.Length * percent + 99) / 100 - 1];
    }
}
