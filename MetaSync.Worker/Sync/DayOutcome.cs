using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Sync;

/// <summary>The four ways in which a run of a day ends.</summary>
internal abstract record DayOutcome
{
    private DayOutcome()
    {
    }

    /// <summary>The day's rows are in, or were found unchanged.</summary>
    internal sealed record Done(long Rows, bool Changed) : DayOutcome;

    /// <summary>The day has to wait; no attempt is spent.</summary>
    internal sealed record Wait(string Reason, string? Meter, TimeSpan Delay, MetaError? Error) : DayOutcome;

    /// <summary>The day is tried again, in its place.</summary>
    internal sealed record Retry(TimeSpan Delay, MetaError Error) : DayOutcome;

    /// <summary>The day is given up, and the next one goes on.</summary>
    internal sealed record Failed(MetaError Error) : DayOutcome;

    /// <summary>The word for metrics, spans and logs.</summary>
    public string Name => this switch
    {
        Done => "done",
        Wait => "wait",
        Retry => "retry",
        _ => "failed",
    };
}
