using MetaSync.Sync;

namespace MetaSync.ApiService.Sync;

/// <summary>How many days of a batch are in each state.</summary>
internal sealed record DayCounts(int Queued, int Running, int Waiting, int Paused, int Succeeded, int Failed, int Cancelled)
{
    public int Total() => Queued + Running + Waiting + Paused + Succeeded + Failed + Cancelled;

    public int Finished() => Succeeded + Failed + Cancelled;
}

/// <summary>The day that a batch is at.</summary>
internal sealed record CurrentDay(string Account, DateOnly Day, int Attempt, string? WaitingReason, string? WaitingMeter, DateTimeOffset? WaitingUntil, DayError? Error);

/// <summary>What a batch was asked for with.</summary>
/// <param name="Mode">Which days of the range: <c>missing</c>, <c>missing-and-failed</c> or <c>all</c>.</param>
/// <param name="ChunkDays">How many days one job asks Meta for.</param>
/// <param name="Priority"><c>low</c>, <c>normal</c> or <c>high</c>.</param>
/// <param name="StopOnFailure">Whether a day that fails for good pauses the batch.</param>
internal sealed record BatchOptions(string Mode, int ChunkDays, string Priority, bool StopOnFailure);

/// <summary>That a batch is held: since when, and whether somebody asked for it (<c>requested</c>) or a day failed (<c>day-failed</c>).</summary>
internal sealed record BatchPause(DateTimeOffset Since, string Reason);

/// <summary>A batch as it stands now.</summary>
internal sealed record SyncBatch(
    Guid BatchId,
    string Kind,
    string State,
    DateRange DateRange,
    IReadOnlyList<string> Accounts,
    BatchOptions Options,
    DateTimeOffset CreatedAt,
    string? RequestedBy,
    BatchPause? Paused,
    DayCounts Counts,
    long Rows,
    decimal Percent,
    DateTimeOffset? EstimatedCompletion,
    CurrentDay? Current);

/// <summary>What Meta, or we, had to say about a day that did not go well.</summary>
internal sealed record DayError(int? Code, int? Subcode, string Message, string? FbtraceId, string? Remedy);

/// <summary>A step that the way of fetching took down for a day, because Meta said that it was too much.</summary>
/// <param name="Report">Of which report.</param>
/// <param name="Step">How it went on.</param>
/// <param name="Reason">What Meta had said.</param>
/// <param name="At">When.</param>
internal sealed record DayStep(string Report, string Step, string Reason, DateTimeOffset At);

/// <summary>A report run that Meta has prepared, or prepares, for a day.</summary>
/// <param name="Report">Of which report.</param>
/// <param name="State"><c>planned</c>, <c>submitting</c>, <c>running</c>, <c>completed</c>, <c>failed</c>, <c>skipped</c> or <c>lost</c>.</param>
/// <param name="RunId">Meta's report_run_id.</param>
/// <param name="Percent">How far it is.</param>
/// <param name="Campaigns">How many campaigns it is of; null for all.</param>
/// <param name="SubmittedAt">When it was sent.</param>
/// <param name="EndedAt">When it was over.</param>
internal sealed record DayReportRun(
    string Report, string State, string? RunId, int Percent, int? Campaigns, DateTimeOffset? SubmittedAt, DateTimeOffset? EndedAt);

/// <summary>One day of a batch.</summary>
internal sealed record SyncDay(
    string Account,
    DateOnly Day,
    DateOnly EndDay,
    string State,
    int Attempts,
    long? Rows,
    int Calls,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? WaitingReason,
    string? WaitingMeter,
    DateTimeOffset? WaitingUntil,
    DayError? Error,
    string? TraceId,
    bool? Changed,
    IReadOnlyList<DayStep> Steps,
    IReadOnlyList<DayReportRun> ReportRuns);
