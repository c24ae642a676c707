namespace MetaSync.ApiService.Calendar;

/// <summary>
/// Whether all days of a range are in, and what the others lack. Each day that has begun counts once:
/// as in (empty, provisional or final), or else as unfinished, failed or missing.
/// </summary>
/// <param name="Days">Days of the range that have begun where the account is.</param>
/// <param name="In">Those of which every report is stored, whether or not they are being read once more.</param>
/// <param name="Empty">Of these, final ones without a row.</param>
/// <param name="Provisional">Of these, those that Meta may still restate.</param>
/// <param name="FailedAgain">Of these, those whose newest reading failed: what is stored is older.</param>
/// <param name="Unfinished">Not in, and in the queue.</param>
/// <param name="Failed">Not in, and failed for good.</param>
/// <param name="Missing">Not in, and nobody has asked for them, or the asking was cancelled.</param>
/// <param name="OutOfReach">Of the missing ones, those that Meta no longer keeps.</param>
internal sealed record Completeness(
    int Days, int In, int Empty, int Provisional, int FailedAgain, int Unfinished, int Failed, int Missing, int OutOfReach)
{
    /// <summary>All of it in plain English.</summary>
    public string Sentence
    {
        get
        {
            if (Days == 0)
                return "No day of the range has begun yet.";

            var whole = $"{In} of {Days} {(Days == 1 ? "day" : "days")} {(In == 1 || Days == 1 ? "is" : "are")} in";
            string[] those = [.. OfThose()], others = [.. Others()];
            return $"{string.Join(", ", [whole, .. those])}{(others.Length > 0 ? "; " : "")}{string.Join(", ", others)}.";
        }
    }

    private IEnumerable<string> OfThose()
    {
        var ofThem = In == 1 ? "" : " of them";
        foreach (var (count, words) in new[] { (Empty, "without delivery"), (Provisional, "provisional"), (FailedAgain, "not read again because that failed") })
        {
            if (count == 0)
                continue;
            yield return In == 1 ? words : $"{count}{ofThem} {words}";
            ofThem = "";
        }
    }

    private IEnumerable<string> Others()
    {
        if (Unfinished > 0)
            yield return $"{Unfinished} {(Unfinished == 1 ? "is" : "are")} on the way";
        if (Failed > 0)
            yield return $"{Failed} failed";
        if (Missing > 0)
            yield return $"{Missing} {(Missing == 1 ? "was" : "were")} never fetched{Reach()}";
    }

    private string Reach() => OutOfReach == 0 ? ""
        : OutOfReach == Missing ? " and Meta no longer keeps " + (Missing == 1 ? "it" : "them")
        : $", {OutOfReach} of which Meta no longer keeps";
}
