namespace MetaSync.Faults.History.Invariants;

/// <summary>A run of a day: from its claim to where it ended, or to the claim that took the day over.</summary>
/// <param name="Grant">The claim.</param>
/// <param name="Effects">What it stored.</param>
internal sealed record Run(DayEvent Grant, IReadOnlyList<EffectEvent> Effects);

/// <summary>Which run has written what.</summary>
internal static class Runs
{
    /// <summary>The runs, in the order of their claims.</summary>
    public static IReadOnlyList<Run> Of(RunHistory history)
    {
        var grants = history.Days.Where(day => day.IsGrant).ToList();
        var writers = new Dictionary<DayEvent, List<EffectEvent>>(ReferenceEqualityComparer.Instance);
        var byDay = grants.ToLookup(grant => grant.DayId);
        var fences = Fences(history);
        foreach (var effect in history.Effects)
        {
            if (WriterOf(effect, byDay[effect.DayId], fences) is not { } writer)
                continue;
            if (!writers.TryGetValue(writer, out var effects))
                writers.Add(writer, effects = []);
            effects.Add(effect);
        }

        return [.. grants.Select(grant => new Run(grant, writers.GetValueOrDefault(grant) ?? []))];
    }

    /// <summary>The last writes of a day's row in a transaction that also stores, by transaction and day.</summary>
    public static Dictionary<(string, long), DayEvent> Fences(RunHistory history)
    {
        var fences = new Dictionary<(string, long), DayEvent>();
        foreach (var day in history.Days.OrderBy(day => day.Sequence))
            fences.TryAdd((day.Transaction, day.DayId), day); // the first one: it has the token that was found
        return fences;
    }

    /// <summary>
    /// Who stored: rows are dated by the claim of their run. Where they are not, it is whoever's token was in the day's row.
    /// </summary>
    public static DayEvent? WriterOf(EffectEvent effect, IEnumerable<DayEvent> grants, Dictionary<(string, long), DayEvent> fences) =>
        grants.LastOrDefault(grant => grant.Began == effect.AsOf)
        ?? (fences.TryGetValue((effect.Transaction, effect.DayId), out var fence) ? grants.LastOrDefault(grant => grant.NewToken == fence.OldToken) : null);
}
