namespace MetaSync.Faults.History.Invariants;

/// <summary>I4: whenever a day is granted and whenever it is stored, no day of the same lane, kind and priority with a lower place is unfinished.</summary>
/// <remarks>
/// Unfinished are days that are queued, running or waiting. So these are in order:
/// days of the two kinds take turns, and of a higher priority go ahead: they are compared with their own kind and priority only;
/// a day that has failed or was cancelled has ended, and the next one goes on;
/// a day that is paused has left its lane, and what is behind it goes on;
/// a day that is resumed or retried has a new place, at the end, and what comes in between was there before it.
/// A day that waits for its next try, for a rate limit or for a report is not finished: nobody goes ahead of it.
/// The order is that of the commits: a claim sees the end of the day before it, or is not granted.
/// </remarks>
internal static class LaneOrder
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var unfinished = new Dictionary<(string, string, string), SortedDictionary<long, DayEvent>>();
        var standing = new Dictionary<long, DayEvent>();
        // A transaction that stores ends the day, too: its effects are looked at in front of its own writes.
        foreach (var change in history.Days.Cast<RecordedEvent>().Concat(history.Effects).OrderBy(change => change.Committed)
            .ThenBy(change => change.Transaction, StringComparer.Ordinal).ThenBy(change => change is EffectEvent ? 0 : 1).ThenBy(change => change.Sequence))
        {
            switch (change)
            {
                case EffectEvent effect when standing.TryGetValue(effect.DayId, out var stored):
                    if (AheadOf(stored, unfinished) is { } ahead)
                        yield return new(Invariant.LaneOrder, $"{effect}: stored before {ahead}");
                    break;

                case DayEvent day:
                    if (day.IsGrant && AheadOf(day, unfinished) is { } first)
                        yield return new(Invariant.LaneOrder, $"{day}: granted before {first}");
                    if (standing.TryGetValue(day.DayId, out var before))
                        ChainOf(before, unfinished).Remove(before.Place);
                    standing[day.DayId] = day;
                    if (DayEvent.IsUnfinished(day.NewState))
                        ChainOf(day, unfinished)[day.Place] = day;
                    break;
            }
        }
    }

    private static SortedDictionary<long, DayEvent> ChainOf(DayEvent day, Dictionary<(string, string, string), SortedDictionary<long, DayEvent>> chains)
    {
        if (!chains.TryGetValue((day.Lane, day.Kind, day.Priority), out var chain))
            chains.Add((day.Lane, day.Kind, day.Priority), chain = []);
        return chain;
    }

    private static DayEvent? AheadOf(DayEvent day, Dictionary<(string, string, string), SortedDictionary<long, DayEvent>> chains) =>
        ChainOf(day, chains).FirstOrDefault() is { Value: { } first } && first.Place < day.Place && first.DayId != day.DayId ? first : null;
}
