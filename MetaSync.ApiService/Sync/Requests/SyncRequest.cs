using System.ComponentModel;
using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>The body of <c>POST /api/sync</c>.</summary>
/// <param name="StartDate">The first day.</param>
/// <param name="EndDate">The last day, included.</param>
/// <param name="Accounts">The ad accounts; all configured ones when left out.</param>
/// <param name="Mode">Which days.</param>
/// <param name="ChunkDays">How many days are one job.</param>
/// <param name="Priority">Before which others.</param>
/// <param name="StopOnFailure">Whether a failure pauses the rest.</param>
/// <param name="DryRun">Whether only to tell.</param>
internal sealed record SyncRequest(
    [property: Description("The first day, as yyyy-MM-dd.")] DateOnly StartDate,
    [property: Description("The last day, included, as yyyy-MM-dd.")] DateOnly EndDate,
    [property: Description("The ad accounts, each as act_<digits>; all configured ones when left out.")] IReadOnlyList<string>? Accounts = null,
    [property: Description("Which days: all (the default), missing, or missing-and-failed. A day that waits already is never enqueued twice.")] string? Mode = null,
    [property: Description("How many consecutive days of an account one job asks Meta for at once, 1 to 90; 1 when left out.")] int? ChunkDays = null,
    [property: Description("low, normal (the default) or high: days of a higher priority go before those of a lower one.")] string? Priority = null,
    [property: Description("Whether a day that fails for good pauses the rest of the batch; false when left out.")] bool? StopOnFailure = null,
    [property: Description("Whether only to say what would be enqueued; false when left out.")] bool? DryRun = null);

/// <summary>A request that was found to be sound.</summary>
internal sealed record SyncPlan(
    DateRange DateRange, IReadOnlyList<string> Accounts, SyncMode Mode, int ChunkDays, DayPriority Priority, bool StopOnFailure, bool DryRun)
{
    /// <summary>What is to be enqueued.</summary>
    public BatchPlan ToBatch(LaneMode lanes) => BatchPlan.OfRange(DateRange, Accounts, lanes) with
    {
        Mode = Mode,
        ChunkDays = ChunkDays,
        Priority = Priority,
        StopOnFailure = StopOnFailure,
    };
}

/// <summary>The envelope of every answer.</summary>
internal sealed record Answer<T>(T Data);
