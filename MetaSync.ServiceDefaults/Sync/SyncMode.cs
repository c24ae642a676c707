namespace MetaSync.Sync;

/// <summary>Which days of a range are wanted; one that waits already is enqueued in none of them.</summary>
public enum SyncMode
{
    /// <summary>All days, also those that are in.</summary>
    All,

    /// <summary>Days that are not in, and whose last run did not fail.</summary>
    Missing,

    /// <summary>Days that are not in, and days whose last run failed.</summary>
    MissingAndFailed,
}

/// <summary>Days of one lane and priority run in order; those of a higher priority go before those of a lower one.</summary>
public enum DayPriority
{
    /// <summary>After everything else.</summary>
    Low,

    /// <summary>What nobody has said anything about, and the nightly refresh.</summary>
    Normal,

    /// <summary>Before everything else.</summary>
    High,
}

/// <summary>The words for them in tables, requests and answers.</summary>
public static class SyncWords
{
    /// <summary>The word for a mode.</summary>
    public static string Word(this SyncMode mode) => mode switch
    {
        SyncMode.Missing => "missing",
        SyncMode.MissingAndFailed => "missing-and-failed",
        _ => "all",
    };

    /// <summary>The word for a priority.</summary>
    public static string Word(this DayPriority priority) => priority switch
    {
        DayPriority.Low => "low",
        DayPriority.High => "high",
        _ => "normal",
    };
}
