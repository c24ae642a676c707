using MetaSimulator.Insights;

namespace MetaSimulator.Runs;

internal sealed record Run(string Id, string Token, InsightsQuery Query, RunPlan Plan)
{
    private int _polls;
    private int _reads;

    // As they were asked for, for the journal.
    public string? Breakdowns { get; init; }

    public string? Filtering { get; init; }

    public int Polls => _polls;

    public int Reads => _reads;

    public void Poll() => Interlocked.Increment(ref _polls);

    public void Read() => Interlocked.Increment(ref _reads);
}
