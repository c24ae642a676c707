namespace MetaSync.Faults.History.Invariants;

/// <summary>I8: once all is quiet, nothing is left that somebody would have to clear away.</summary>
internal static class NoResidue
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var left = history.Residue;
        if (left.Fired > 0)
            yield return Left($"{left.Fired} firings that Quartz takes for being under way");
        if (left.HeldTriggers > 0)
            yield return Left($"{left.HeldTriggers} triggers that are acquired, executing or blocked");
        if (left.Tokens > 0)
            yield return Left($"{left.Tokens} days with a token of nobody's");
        if (left.DaysWithoutTrigger.Count > 0)
            yield return Left($"{left.DaysWithoutTrigger.Count} unfinished days that no trigger will run, the first of them {left.DaysWithoutTrigger[0]}");
        if (left.IdleInTransaction > 0)
            yield return Left($"{left.IdleInTransaction} sessions idle in a transaction");
        if (left.Connections > left.ConnectionsAllowed)
            yield return Left($"{left.Connections} connections, more than {left.ConnectionsAllowed}");
    }

    private static Violation Left(string what) => new(Invariant.NoResidue, $"left behind: {what}");
}
