using MetaSync.ApiService.Sync;

namespace MetaSync.ApiService.Calendar;

/// <summary>What is stored of an account's day, and how it came about.</summary>
/// <param name="Account">The account.</param>
/// <param name="Day">A day of its time zone.</param>
/// <param name="TimeZone">That zone; null until a worker has read the account from Meta.</param>
/// <param name="State">A word of the calendar's legend, or <c>future</c>.</param>
/// <param name="Provisional">Whether Meta may still restate what is stored.</param>
/// <param name="Reports">What is stored.</param>
/// <param name="Runs">The jobs that there were for it, newest first.</param>
/// <param name="Fetches">What Meta said each time, newest first.</param>
internal sealed record DayStory(
    string Account, DateOnly Day, string? TimeZone, string State, bool Provisional,
    IReadOnlyList<StoredReport> Reports, IReadOnlyList<SyncDay> Runs, IReadOnlyList<DayFetch> Fetches);

/// <summary>A report of the day that is stored.</summary>
/// <param name="Report">Which.</param>
/// <param name="Rows">How many rows; 0 for a day without delivery.</param>
/// <param name="AsOf">When Meta was last asked.</param>
/// <param name="ChangedAt">When its answer last differed from the one before.</param>
/// <param name="Provisional">Whether Meta may still restate it.</param>
internal sealed record StoredReport(string Report, long Rows, DateTimeOffset AsOf, DateTimeOffset ChangedAt, bool Provisional);

/// <summary>What a report of the day added up to when Meta was asked.</summary>
/// <param name="Report">Which.</param>
/// <param name="AsOf">When.</param>
/// <param name="Rows">How many rows.</param>
/// <param name="Spend">In the account's currency.</param>
/// <param name="Impressions">How many.</param>
/// <param name="Clicks">How many.</param>
/// <param name="Change">Against the time before; null for the first.</param>
internal sealed record DayFetch(string Report, DateTimeOffset AsOf, long Rows, decimal Spend, long Impressions, long Clicks, FetchChange? Change);

/// <summary>By how much a fetch differs from the one before.</summary>
internal sealed record FetchChange(long Rows, decimal Spend, long Impressions, long Clicks);
