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
        var plan = run.Plan;
        var (status, percent) = plan.At(now);
        return new(
            run.Id, "act_" + run.Query.Account.Id, run.Query.Range.Since, run.Query.Level.ToString().ToLowerInvariant(), run.Breakdowns, run.Filtering,
            plan.Submitted, plan.Ends, status, percent, run.Polls, run.Reads);
    }
}
