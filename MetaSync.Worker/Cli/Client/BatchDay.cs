namespace MetaSync.Worker.Cli.Client;

/// <summary>A day of a batch, as far as its line in a table goes.</summary>
internal sealed record BatchDay(
    string Account, DateOnly Day, DateOnly EndDay, string State, int Attempts, long? Rows, int Calls, string? WaitingReason, string? WaitingMeter,
    DateTimeOffset? WaitingUntil, DayError? Error);

/// <summary>What Meta, or we, had to say about it.</summary>
internal sealed record DayError(int? Code, int? Subcode, string Message, string? Remedy);
