namespace MetaSync.ApiService.Calendar;

/// <summary>The states of a calendar's day, each as one character.</summary>
internal static class DayLegend
{
    public const char NeverFetched = '-', Empty = '0', Provisional = 'p', Final = 'f', Queued = 'q', Running = 'r', Waiting = 'w', Paused = 's', Failed = 'x';

    /// <summary>A day that has not begun where the account is.</summary>
    public const char Future = ' ';

    /// <summary>The words for them, in the answer of every calendar.</summary>
    public static IReadOnlyDictionary<char, string> Words { get; } = new Dictionary<char, string>
    {
        [NeverFetched] = "never-fetched",
        [Empty] = "empty",
        [Provisional] = "provisional",
        [Final] = "final",
        [Queued] = "queued",
        [Running] = "running",
        [Waiting] = "waiting",
        [Paused] = "paused",
        [Failed] = "failed",
    };

    /// <summary>The character of an unfinished or failed job's state; the data's state where there is none.</summary>
    public static char? OfJob(string state) => state switch
    {
        "queued" => Queued,
        "running" => Running,
        "waiting" => Waiting,
        "paused" => Paused,
        "failed" => Failed,
        _ => null,
    };
}
