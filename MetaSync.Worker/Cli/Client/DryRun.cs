namespace MetaSync.Worker.Cli.Client;

/// <summary>What a request would bring about.</summary>
internal sealed record DryRun(string Mode, int JobCount, int Skipped, CallRange EstimatedCalls, IReadOnlyList<PlannedDay> Days, IReadOnlyList<SkippedDay> SkippedDays);

/// <summary>How many calls to Meta it would take, at least and at most.</summary>
internal sealed record CallRange(long Low, long High);

/// <summary>A day, or several that are one job, and what is known of it now.</summary>
internal sealed record PlannedDay(string Account, DateOnly Day, DateOnly EndDay, string Why);

/// <summary>A day that would not be enqueued, and why.</summary>
internal sealed record SkippedDay(string Account, DateOnly Day, string Why);
