namespace MetaSync.Worker.Reports;

/// <summary>When a report run is asked after. Each question costs a call of the quota.</summary>
internal static class ReportPolling
{
    /// <summary>Meta may work on a report for an hour, its own repetitions included; one that takes longer is given up.</summary>
    /// <remarks>https://developers.facebook.com/docs/marketing-api/insights/best-practices</remarks>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(90);

    /// <summary>A run whose submission was never answered may be at work: for so long no second one is submitted beside it.</summary>
    public static readonly TimeSpan Unanswered = TimeSpan.FromMinutes(10);

    /// <summary>Right after its submission a run may not be found yet.</summary>
    public static readonly TimeSpan NotFoundAtFirst = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(3), LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A quarter of the run's age: after 3 s, then at 12 s 3 s, at 1 min 15 s, from 4 min on each minute. 23 questions in the first 10 minutes.</summary>
    public static TimeSpan Delay(TimeSpan age) => age / 4 is var pause && pause < Shortest ? Shortest : pause > LongestPause ? LongestPause : pause;
}
