namespace MetaSimulator.Graph;

/// <summary>What the journal keeps of an answer.</summary>
internal sealed record Outcome
{
    public int? ErrorCode { get; init; }

    public int? ErrorSubcode { get; init; }

    public int? Rows { get; init; }

    public long Bytes { get; init; }

    public string? Fault { get; init; }

    public DateTimeOffset? AsOf { get; init; }
}
