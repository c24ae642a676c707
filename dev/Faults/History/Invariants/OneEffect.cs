namespace MetaSync.Faults.History.Invariants;

/// <summary>I2: each report of a day that has succeeded was stored exactly once, and of any other day at most once.</summary>
/// <remarks>
/// Counted from one putting into the queue to the next: a day that somebody retries is stored once more.
/// A day that is only resumed goes on where it was, and what is in by then stays.
/// </remarks>
internal static class OneEffect
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var effects = history.Effects.ToLookup(effect => effect.DayId);
        foreach (var unknown in effects.Where(day => history.Days.All(known => known.DayId != day.Key)))
            yield return new(Invariant.OneEffect, $"{unknown.First()}: there is no such day");

        foreach (var day in history.Days.GroupBy(day => day.DayId))
        {
            DayEvent[] starts = [.. day.Where(BeginsAnew)];
            for (var i = 0; i < starts.Length; i++)
            {
                var (from, to) = (starts[i].Committed, i + 1 < starts.Length ? starts[i + 1].Committed : DateTimeOffset.MaxValue);
                var state = day.Last(change => change.Committed >= from && change.Committed < to).NewState;
                var stored = effects[day.Key].Where(effect => effect.Committed > from && effect.Committed < to).ToList();
                foreach (var twice in stored.GroupBy(effect => (effect.Report, effect.Day)).Where(same => same.Count() > 1))
                    yield return new(Invariant.OneEffect, $"{twice.Last()}: for the {twice.Count()}. time");
                if (state != "succeeded")
                    continue;
                foreach (var report in stored.Select(effect => effect.Report).Distinct().DefaultIfEmpty("any report"))
                {
                    for (var calendarDay = starts[i].Day; calendarDay <= starts[i].EndDay; calendarDay = calendarDay.AddDays(1))
                    {
                        if (!stored.Any(effect => effect.Report == report && effect.Day == calendarDay))
                            yield return new(Invariant.OneEffect, $"{starts[i]}: it has succeeded, and {report} of {calendarDay:yyyy-MM-dd} was never stored");
                    }
                }
            }
        }
    }

    /// <summary>Enqueued or retried. A paused day that is retried has lost its tries, one that is resumed keeps them; without any nothing can be in.</summary>
    private static bool BeginsAnew(DayEvent change) =>
        change.IsInsert || (change.NewState == "queued" && (change.OldState is "failed" or "cancelled" || change is { OldState: "paused", Attempts: 0 }));
}
