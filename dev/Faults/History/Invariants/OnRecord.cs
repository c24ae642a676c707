namespace MetaSync.Faults.History.Invariants;

/// <summary>I10: each claim counts a try, a day that has failed says why, and a run that lost its day says so in its worker's log.</summary>
/// <remarks>A worker that was killed after its day was taken over could say nothing any more; nor can one that is still suspended.</remarks>
internal static class OnRecord
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var holders = new Dictionary<long, DayEvent>();
        var attempts = new Dictionary<long, int>();
        foreach (var change in history.Days)
        {
            if (change is { NewState: "failed", OldState: not "failed", Error: null })
                yield return new(Invariant.OnRecord, $"{change}: it does not say why");
            if (change.IsGrant && change.Attempts != attempts.GetValueOrDefault(change.DayId) + 1)
                yield return new(Invariant.OnRecord, $"{change}: it is try {change.Attempts}, after {attempts.GetValueOrDefault(change.DayId)}");
            if (change.IsTakeover && holders.TryGetValue(change.DayId, out var lost) && CouldSpeak(history, lost) && !history.Remarks.Any(remark => remark.IsAbout(lost)))
                yield return new(Invariant.OnRecord, $"{lost}: taken over by {change.Session} at {change.Committed:HH:mm:ss.fff}, and {lost.Session} says nothing about it");
            if (change.IsGrant)
                holders[change.DayId] = change;
            attempts[change.DayId] = change.Attempts;
        }
    }

    private static bool CouldSpeak(RunHistory history, DayEvent run) =>
        history.Processes.FirstOrDefault(process => process.Name == run.Session) is { IsKilled: false, Ended: null } process && process.Suspensions.All(suspension => suspension.To is not null);
}
