namespace MetaSync.Faults.History;

/// <summary>A live worker lost its day, as if it were dead.</summary>
internal sealed record FalseTakeover(DayEvent Lost, DayEvent By);

/// <summary>What a history comes to in numbers.</summary>
/// <param name="Lost">Days that were acknowledged and have not been stored, ended or kept.</param>
/// <param name="Doubled">Days that were stored twice or under an old token.</param>
/// <param name="Reordered">Days that were granted or stored out of turn.</param>
/// <param name="Stuck">Lanes that stood still, and what is left behind.</param>
/// <param name="Recoveries">From each SIGKILL of a worker in the middle of a day to the day's next claim.</param>
/// <param name="FalseTakeovers">Takeovers from workers that lived and were not suspended.</param>
internal sealed record HistorySummary(
    int Lost, int Doubled, int Reordered, int Stuck, IReadOnlyList<TimeSpan> Recoveries, IReadOnlyList<FalseTakeover> FalseTakeovers)
{
    /// <summary>A worker that was suspended within this time before a takeover was late with its check-in because of it.</summary>
    private static readonly TimeSpan Echo = TimeSpan.FromSeconds(10);

    public static HistorySummary Of(RunHistory history)
    {
        var violations = HistoryChecker.Check(history);
        return new(
            Count(Invariant.NothingIsLost), Count(Invariant.OneEffect, Invariant.NewestToken), Count(Invariant.LaneOrder, Invariant.NoOverlap),
            Count(Invariant.Progress, Invariant.NoResidue), RecoveriesIn(history), FalseTakeoversIn(history));

        int Count(params Invariant[] invariants) => violations.Count(violation => invariants.Contains(violation.Invariant));
    }

    /// <summary>From each SIGKILL of a worker in the middle of a day to the day's next claim.</summary>
    public static IReadOnlyList<TimeSpan> RecoveriesIn(RunHistory history)
    {
        var recoveries = new List<TimeSpan>();
        foreach (var killed in history.Processes.Where(process => process.IsKilled))
        {
            foreach (var day in history.Days.GroupBy(day => day.DayId))
            {
                var before = day.TakeWhile(change => change.Committed <= killed.Ended).ToList();
                if (before.LastOrDefault(change => change.IsGrant)?.Session == killed.Name && before[^1].NewToken is not null
                    && day.Skip(before.Count).FirstOrDefault(change => change.IsGrant) is { } again)
                {
                    recoveries.Add(again.Committed - killed.Ended!.Value);
                }
            }
        }

        return recoveries;
    }

    /// <summary>Takeovers from workers that lived and were not suspended.</summary>
    public static IReadOnlyList<FalseTakeover> FalseTakeoversIn(RunHistory history)
    {
        var holders = new Dictionary<long, DayEvent>();
        var found = new List<FalseTakeover>();
        foreach (var grant in history.Days.Where(day => day.IsGrant))
        {
            if (grant.IsTakeover && holders.TryGetValue(grant.DayId, out var lost) && Lived(lost, grant.Committed) && !Failed(lost))
                found.Add(new(lost, grant));
            holders[grant.DayId] = grant;
        }

        return found;

        bool Lived(DayEvent run, DateTimeOffset until) =>
            history.Processes.FirstOrDefault(process => process.Name == run.Session) is { } process
            && (process.Ended is not { } ended || ended > until)
            && !process.Suspensions.Any(suspension => suspension.Overlaps(until - Echo, until));

        // Its run had ended by a failure of the database, in which it could not give the day back.
        bool Failed(DayEvent run) => history.Remarks.Any(remark => remark.IsDatabaseFailure && remark.IsAbout(run));
    }
}
