namespace MetaSync.Faults.History.Invariants;

/// <summary>I6: a batch and its days come in one transaction, and together they are all that was asked for.</summary>
internal static class AllOrNothing
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var days = history.Days.Where(day => day.IsInsert).ToLookup(day => day.BatchId);
        var batches = history.Batches.Where(batch => batch.IsInsert).ToDictionary(batch => batch.BatchId);
        foreach (var orphans in days.Where(batch => !batches.ContainsKey(batch.Key)))
            yield return new(Invariant.AllOrNothing, $"{orphans.First()}: without its batch");

        foreach (var batch in batches.Values)
        {
            foreach (var apart in days[batch.BatchId].Where(day => day.Transaction != batch.Transaction).Take(1))
                yield return new(Invariant.AllOrNothing, $"{apart}: in another transaction than its batch");

            // A refresh has the days of certain ages, and not a whole range.
            var there = days[batch.BatchId].Sum(day => day.EndDay.DayNumber - day.Day.DayNumber + 1) + batch.Skipped;
            var wanted = (batch.End.DayNumber - batch.Start.DayNumber + 1) * batch.Accounts;
            if (batch.Kind == "range" && there != wanted)
                yield return new(Invariant.AllOrNothing, $"batch {batch.BatchId}: {wanted} days were asked for, and {there} are enqueued or skipped");
        }
    }
}
