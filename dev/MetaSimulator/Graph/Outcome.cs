namespace MetaSimulator.Graph;

internal sealed record Outcome
{
    public int? ErrorCode { get; init; }

    public int? ErrorSubcode { get; init; }

    public int? Rows { get; init; }

    public int Breakdowns { get; init; }

    // Beyond the one unit that every call costs.
    public double Work { get; init; }

    public long Bytes { get; init; }

    public string? Fault { get; init; }

    // Of the run that the call made.
    public string? RunId { get; init; }

    public DateTimeOffset? AsOf { get; init; }
}
