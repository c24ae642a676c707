namespace MetaSync.Faults.History.Invariants;

/// <summary>I9: what the API calls accepted is committed by then, whole; what it calls refused is not there; and nothing is there that nobody asked for.</summary>
/// <remarks>A request without an answer may have been done or not: a batch that fits it is in order, and so is none.</remarks>
internal static class HonestAnswers
{
    public static IEnumerable<Violation> Check(RunHistory history)
    {
        var batches = history.Batches.Where(batch => batch.IsInsert).ToDictionary(batch => batch.BatchId);
        var days = history.Days.Where(day => day.IsInsert).ToLookup(day => day.BatchId);
        var requests = history.Client.Where(entry => entry.Verb == "enqueue").ToList();
        foreach (var answer in requests.Where(request => request.Known is Known.Done))
        {
            if (answer.BatchId is not { } id || !batches.TryGetValue(id, out var batch))
                yield return new(Invariant.HonestAnswers, $"batch {answer.BatchId} was accepted at {answer.Answered:HH:mm:ss.fff}, and is not there");
            else if (batch.Committed > answer.Answered)
                yield return new(Invariant.HonestAnswers, $"batch {id} was accepted at {answer.Answered:HH:mm:ss.fff}, and committed only at {batch.Committed:HH:mm:ss.fff}");
            else if (days[id].Count() != answer.Days)
                yield return new(Invariant.HonestAnswers, $"batch {id} was accepted with {answer.Days} days, and has {days[id].Count()}");
        }

        foreach (var key in requests.Where(request => request is { Key: not null, Known: Known.Done }).GroupBy(request => request.Key).Where(key => key.DistinctBy(answer => answer.BatchId).Count() > 1))
            yield return new(Invariant.HonestAnswers, $"key {key.Key} was answered with batches {string.Join(", ", key.Select(answer => answer.BatchId).Distinct())}");
        foreach (var key in batches.Values.Where(batch => batch.Key is not null).GroupBy(batch => batch.Key).Where(key => key.Count() > 1))
            yield return new(Invariant.HonestAnswers, $"key {key.Key} has brought about {key.Count()} batches");

        var accepted = requests.Where(request => request.Known is Known.Done).Select(request => request.BatchId).ToHashSet();
        var open = requests.Where(request => request.Known is Known.Unknown).ToList();
        foreach (var batch in batches.Values.Where(batch => batch.Kind == "range" && !accepted.Contains(batch.BatchId)))
        {
            if (open.FirstOrDefault(request => Fits(request, batch)) is { } request)
                open.Remove(request); // one request without an answer explains one batch
            else
                yield return new(Invariant.HonestAnswers, $"batch {batch.BatchId} ({batch.Start:yyyy-MM-dd} to {batch.End:yyyy-MM-dd}) is there, although no request for it was accepted or is without an answer");
        }
    }

    private static bool Fits(ClientEntry request, BatchEvent batch) =>
        request.Key == batch.Key && request.Range?.Start == batch.Start && request.Range.End == batch.End && request.Sent <= batch.Committed;
}
