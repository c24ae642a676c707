namespace MetaSync.ApiService.Sync;

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

/// <summary>A job of a batch: one day, or as many as its chunks have.</summary>
internal sealed record SyncDay(
    Guid BatchId,
    string Kind,
    string? RequestedBy,
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
