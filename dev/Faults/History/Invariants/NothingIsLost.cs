namespace MetaSync.Faults.History.Invariants;

/// <summary>I1: each acknowledged day ends, once.</summary>
/// <remarks>
/// A day's end is succeeded, failed or cancelled. Days of a batch that is paused in the end may be paused: a person holds them.
/// After its end a day moves only when somebody retries its batch, which gives it a new place; one that has succeeded never moves again.
/// Days whose request had no answer have to end too, if they are there.
/// </remarks>
internal static class NothingIsLost
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var paused = history.Batches.GroupBy(batch => batch.BatchId).Where(batch => batch.Last().IsPaused).Select(batch => batch.Key).ToHashSet();
        foreach (var day in history.Days.GroupBy(day => day.DayId))
        {
            var last = day.Last();
            if (last.NewState is null && !DayEvent.IsTerminal(last.OldState))
                yield return new(Invariant.NothingIsLost, $"{last}: deleted before its end");
            else if (last.NewState is { } state && !DayEvent.IsTerminal(state) && !(state == "paused" && paused.Contains(last.BatchId)))
                yield return new(Invariant.NothingIsLost, $"{last}: it has not ended");

            long? place = null;
            foreach (var change in day)
            {
                if (change is { OldState: "succeeded", NewState: not null } && change.NewState != "succeeded")
                    yield return new(Invariant.NothingIsLost, $"{change}: it had succeeded");
                else if (DayEvent.IsTerminal(change.OldState) && change.NewState is { } now && now != change.OldState && change.Place == place)
                    yield return new(Invariant.NothingIsLost, $"{change}: it had ended, and was not put back into the queue");
                place = change.Place;
            }
        }

        foreach (var answer in history.Client.Where(entry => entry is { Verb: "enqueue", Known: Known.Done }).DistinctBy(entry => entry.BatchId))
        {
            var rows = history.Days.Count(day => day.BatchId == answer.BatchId && day.IsInsert);
            if (rows < answer.Days)
                yield return new(Invariant.NothingIsLost, $"batch {answer.BatchId}: {answer.Days} days were acknowledged, and {rows} were ever there");
        }
    }
}
