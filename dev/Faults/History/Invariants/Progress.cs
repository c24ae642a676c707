namespace MetaSync.Faults.History.Invariants;

/// <summary>I7: from the moment at which the last fault is over, no lane with an unfinished day stands still for longer than the limit.</summary>
internal static class Progress
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        if (history.Healed is not { } healed)
            yield break;
        foreach (var lane in history.Days.GroupBy(day => day.Lane))
        {
            var states = new Dictionary<long, string>();
            var since = healed;
            foreach (var change in lane)
            {
                if (change.Committed > healed)
                {
                    if (states.Count > 0 && change.Committed - since > history.ProgressLimit)
                        yield return StoodStill(lane.Key, states.Count, since, change.Committed);
                    since = change.Committed;
                }

                if (DayEvent.IsUnfinished(change.NewState))
                    states[change.DayId] = change.NewState!;
                else
                    states.Remove(change.DayId);
            }

            if (states.Count > 0 && history.Ended - since > history.ProgressLimit)
                yield return StoodStill(lane.Key, states.Count, since, history.Ended);
        }
    }

    private static Violation StoodStill(string lane, int days, DateTimeOffset from, DateTimeOffset to) =>
        new(Invariant.Progress, $"{lane} stood still for {(to - from).TotalSeconds:F1} s from {from:HH:mm:ss.fff} on, with {days} days unfinished");
}
