using MetaSimulator.Insights;

namespace MetaSimulator.Runs;

internal sealed record Run(string Id, string Token, InsightsQuery Query, RunPlan Plan)
{
    private int _polls;
    private int _reads;

    public RunPlan Plan { get; private set; } = Plan;

    // As they were asked for, for the journal.
    public string? Breakdowns { get; init; }

    public string? Filtering { get; init; }

    public int Polls => _polls;

    public int Reads => _reads;

    public RunPlan Poll(DateTimeOffset now)
    {
        Interlocked.Increment(ref _polls);
        return Plan = Plan.AskedAfter(now);
    }

    public void Read() => Interlocked.Increment(ref _reads);
}
