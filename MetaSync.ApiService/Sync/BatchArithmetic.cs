namespace MetaSync.ApiService.Sync;

/// <summary>What follows from the days of a batch.</summary>
internal static class BatchArithmetic
{
    /// <summary>Below this many finished days an estimate would be a guess.</summary>
    private const int DaysBeforeAnEstimate = 3;

    /// <summary>What would take longer has no end that could be told: the pace goes across a pause of months.</summary>
    private static readonly TimeSpan Century = TimeSpan.FromDays(36525);

    public static string State(DayCounts counts) => counts switch
    {
        { Running: > 0 } => "running",
        { Waiting: > 0 } => "waiting",
        { Queued: 0, Paused: > 0 } => "paused",
        { Queued: > 0 } => counts.Finished() > 0 ? "running" : "queued",
        { Failed: > 0 } => "failed",
        { Cancelled: > 0 } => "cancelled",
        _ => "succeeded",
    };

    /// <summary>Finished days of all days, in percent, one decimal, and 100 only when none is left.</summary>
    public static decimal Percent(DayCounts counts) =>
        counts.Total() == 0 ? 100 : Math.Floor(1000m * counts.Finished() / counts.Total()) / 10;

    /// <summary>When the last day will be done if the days go on at the pace of the newest finished ones.</summary>
    /// <param name="remaining">Days that are not finished.</param>
    /// <param name="pace">How many of the newest days finished, the first of them when, the last of them when.</param>
    /// <param name="notBefore">Now, or the time until which the batch waits.</param>
    public static DateTimeOffset? EstimatedCompletion(int remaining, (int Days, DateTimeOffset? First, DateTimeOffset? Last) pace, DateTimeOffset notBefore) =>
        remaining > 0 && pace is { Days: >= DaysBeforeAnEstimate, First: { } first, Last: { } last }
            && remaining * ((last - first) / (pace.Days - 1)) is var left && left < Century
            ? notBefore + left
            : null;
}
