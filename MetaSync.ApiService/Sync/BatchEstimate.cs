namespace MetaSync.ApiService.Sync;

/// <summary>Between when and when the last day of a batch will be done, if things go on as they have gone of late.</summary>
/// <param name="Earliest">Not before.</param>
/// <param name="Latest">Hardly after.</param>
internal sealed record BatchEstimate(DateTimeOffset Earliest, DateTimeOffset Latest)
{
    /// <summary>Below this many finished days it would be a guess.</summary>
    private const int DaysNeeded = 3;

    /// <summary>Nothing is known more exactly, however regular the days have been.</summary>
    private const double LeastSpread = 0.1;

    /// <summary>
    /// By the time from one day's end to the next, which has all waits in it: so many more of them, give or take two standard deviations,
    /// those of the sum and those of the mean that is only estimated.
    /// </summary>
    /// <param name="remaining">Days that are not finished.</param>
    /// <param name="finishes">When the newest finished days were, in any order.</param>
    /// <param name="now">The time.</param>
    /// <param name="goesOnAt">Until when all of the batch waits; null when something of it runs or may.</param>
    /// <param name="notBefore">When the last of its days that wait may go on; null when none waits.</param>
    public static BatchEstimate? Of(
        int remaining, IReadOnlyCollection<DateTimeOffset> finishes, DateTimeOffset now, DateTimeOffset? goesOnAt = null, DateTimeOffset? notBefore = null)
    {
        if (remaining == 0 || finishes.Count < DaysNeeded)
            return null;

        var ends = finishes.Order().ToArray();
        var start = goesOnAt > now ? goesOnAt.Value : now;
        var gaps = ends.Zip(ends.Skip(1), (before, after) => (after - before).TotalSeconds).ToList();
        // A day that already takes longer than days do is a sign that things have become slower.
        if ((start - ends[^1]).TotalSeconds is var open && open > gaps.Average())
            gaps.Add(open);

        double mean = gaps.Average(), deviation = Math.Sqrt(gaps.Sum(gap => (gap - mean) * (gap - mean)) / (gaps.Count - 1));
        var expected = remaining * mean;
        var spread = Math.Max(LeastSpread * expected, 2 * deviation * (Math.Sqrt(remaining) + remaining / Math.Sqrt(gaps.Count)));
        var earliest = After(start, Math.Max(expected - spread, (1 - LeastSpread) * remaining * gaps.Min()));
        var latest = After(start, expected + spread);
        return new(earliest < notBefore ? notBefore.Value : earliest, latest < notBefore ? notBefore.Value : latest);
    }

    /// <summary>To the second, and at most in a century.</summary>
    private static DateTimeOffset After(DateTimeOffset start, double seconds) => start.AddSeconds(Math.Round(Math.Min(seconds, 3.15e9)));
}
