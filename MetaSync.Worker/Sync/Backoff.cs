namespace MetaSync.Worker.Sync;

/// <summary>How long to wait before the next try.</summary>
internal static class Backoff
{
    private const double Jitter = 0.2;

    /// <summary>With the defaults about 10 s, 20 s, 40 s and 80 s, each up to a fifth longer or shorter; never above the longest.</summary>
    /// <param name="attempt">Tries so far, at least 1.</param>
    /// <param name="first">The wait after the first try.</param>
    /// <param name="longest">The longest wait.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan Delay(int attempt, TimeSpan first, TimeSpan longest, double random)
    {
        var doubled = first * Math.Pow(2, Math.Min(attempt, 30) - 1);
        var scattered = doubled * (1 - Jitter + 2 * Jitter * random);
        return scattered < longest ? scattered : longest;
    }
}
