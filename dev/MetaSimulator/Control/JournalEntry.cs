namespace MetaSimulator.Control;

// One call. Status is null while there is no answer, and for good where the connection was dropped without one.
internal sealed record JournalEntry(long Sequence, DateTimeOffset Received, string Method, string Path)
{
    public bool Batch { get; init; }

    public bool TokenInAddress { get; init; }

    public string? Account { get; init; }

    public DateOnly? Day { get; init; }

    public DateOnly? Until { get; init; }

    public string? RunId { get; init; }

    public string? Level { get; init; }

    public string? Breakdowns { get; init; }

    public string? Filtering { get; init; }

    public string? Limit { get; init; }

    public string? After { get; init; }

    public DateTimeOffset? Finished { get; init; }

    public int? Status { get; init; }

    public int? ErrorCode { get; init; }

    public int? ErrorSubcode { get; init; }

    // Received while a rate limit refused everything.
    public bool WhileBlocked { get; init; }

    public string? Fault { get; init; }

    public int? Rows { get; init; }

    public long Bytes { get; init; }

    // The instant that the rows were seen as of; truth as of it is what the page said.
    public DateTimeOffset? AsOf { get; init; }

    public string TraceId { get; init; } = "";
}
