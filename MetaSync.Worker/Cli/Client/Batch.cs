using MetaSync.Sync;

namespace MetaSync.Worker.Cli.Client;

/// <summary>What a request has brought about.</summary>
internal sealed record Receipt(Guid BatchId, int JobCount, int Skipped);

/// <summary>A batch, as far as sentences are made of it.</summary>
internal sealed record Batch(
    Guid BatchId, string Kind, string State, DateRange DateRange, IReadOnlyList<string> Accounts, Options Options, DateTimeOffset CreatedAt, string? RequestedBy,
    Pause? Paused, Counts Counts, long Rows, decimal Percent, Estimate? Estimate, Current? Current)
{
    /// <summary>The nightly refresh makes batches too.</summary>
    public bool IsRefresh => Kind is "refresh";

    public bool IsFinished => State is "succeeded" or "failed" or "cancelled";

    /// <summary>Nothing happens any more until somebody looks at the day that failed.</summary>
    public bool IsStopped => State is "paused" && Paused?.Reason is "day-failed";
}

/// <summary>What a batch was asked for with.</summary>
internal sealed record Options(string Mode, int ChunkDays, string Priority, bool StopOnFailure);

/// <summary>Since when and why a batch is held: <c>requested</c> or <c>day-failed</c>.</summary>
internal sealed record Pause(DateTimeOffset Since, string Reason);

/// <summary>Between which instants a batch will probably end.</summary>
internal sealed record Estimate(DateTimeOffset Earliest, DateTimeOffset Latest);

/// <summary>How many days of a batch are in each state.</summary>
internal sealed record Counts(int Queued, int Running, int Waiting, int Paused, int Succeeded, int Failed, int Cancelled)
{
    public int Total() => Queued + Running + Waiting + Paused + Succeeded + Failed + Cancelled;

    public int Finished() => Succeeded + Failed + Cancelled;

    public int Unfinished() => Total() - Finished();
}

/// <summary>The day that a batch is at.</summary>
internal sealed record Current(string Account, DateOnly Day, string? WaitingReason, string? WaitingMeter, DateTimeOffset? WaitingUntil, CurrentError? Error);

/// <summary>What went wrong with it, and what is to be done.</summary>
internal sealed record CurrentError(string Message, string? Remedy);
