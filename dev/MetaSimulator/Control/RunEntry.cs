using MetaSimulator.Runs;

namespace MetaSimulator.Control;

// A run as the control plane tells of it.
internal sealed record RunEntry(
    string Id,
    string Account,
    DateOnly Day,
    string Level,
    string? Breakdowns,
    string? Filtering,
    DateTimeOffset Submitted,
    DateTimeOffset Ends,
    string Status,
    int Percent,
    int Polls,
    int Reads)
{
    public static RunEntry Of(Run run, DateTimeOffset now)
    {
        var (status, percent) = run.Plan.At(now);
        return new(
            run.Id, "act_" + run.Query.Account.Id, run.Query.Range.Since, run.Query.Level.ToString().ToLowerInvariant(), run.Breakdowns, run.Filtering,
            run.Plan.Submitted, run.Plan.Ends, status, percent, run.Polls, run.Reads);
    }
}
