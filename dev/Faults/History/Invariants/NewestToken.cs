namespace MetaSync.Faults.History.Invariants;

/// <summary>I5: no token is granted twice, a day's grants are committed in the order in which they were given, and what is stored is stored under the newest one.</summary>
/// <remarks>
/// "Tokens rise" is meant in the order of their commits: a token is a UUID, drawn by the worker, and by its value says nothing about the one before it.
/// The transaction that stores has to write the day's row as well, and to find there the token that was granted last, and that is its own.
/// </remarks>
internal static class NewestToken
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var grants = history.Days.Where(day => day.IsGrant).ToList();
        foreach (var again in grants.GroupBy(grant => grant.NewToken).Where(same => same.Count() > 1))
            yield return new(Invariant.NewestToken, $"{again.Last()}: its token {again.Key} had been granted before, {again.First()}");

        foreach (var day in grants.GroupBy(grant => grant.DayId))
        {
            foreach (var (earlier, later) in day.Zip(day.Skip(1)))
            {
                if (earlier.Sequence > later.Sequence)
                    yield return new(Invariant.NewestToken, $"{later}: given before {earlier}, and committed after it");
            }
        }

        var fences = Runs.Fences(history);
        var byDay = grants.ToLookup(grant => grant.DayId);
        foreach (var effect in history.Effects)
        {
            if (!fences.TryGetValue((effect.Transaction, effect.DayId), out var fence))
            {
                yield return new(Invariant.NewestToken, $"{effect}: the day's row, and so its token, was not looked at in that transaction");
                continue;
            }

            var newest = byDay[effect.DayId].LastOrDefault(grant => grant.Committed < effect.Committed);
            var writer = Runs.WriterOf(effect, byDay[effect.DayId], fences);
            if (newest is null || fence.OldToken != newest.NewToken)
                yield return new(Invariant.NewestToken, $"{effect}: the day's row had token {fence.OldToken}, and {newest?.NewToken} was granted last");
            else if (!ReferenceEquals(writer, newest) || writer.Session != effect.Session)
                yield return new(Invariant.NewestToken, $"{effect}: by the run that was granted to {writer?.Session} at {writer?.Committed:HH:mm:ss.fff}, although {newest.Session} got the day at {newest.Committed:HH:mm:ss.fff}");
        }
    }
}
