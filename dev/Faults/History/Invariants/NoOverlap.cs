namespace MetaSync.Faults.History.Invariants;

/// <summary>I3: in a lane no run that stores gets its token before the run before it has stored for the last time.</summary>
/// <remarks>Runs that store nothing may overlap: a worker that was declared dead may still be at work. They are counted, and not forbidden.</remarks>
internal static class NoOverlap
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        foreach (var lane in Runs.Of(history).Where(run => run.Effects.Count > 0).GroupBy(run => run.Grant.Lane))
        {
            Run? before = null;
            foreach (var run in lane.OrderBy(run => run.Grant.Committed))
            {
                if (before is not null && before.Effects[^1].Committed > run.Grant.Committed)
                    yield return new(Invariant.NoOverlap, $"{run.Grant}: granted before {before.Effects[^1]}");
                if (before is null || run.Effects[^1].Committed > before.Effects[^1].Committed)
                    before = run;
            }
        }
    }
}
