namespace MetaSync.Faults.Season;

/// <summary>What is left when a season is over.</summary>
/// <param name="QuartzRows">Jobs, triggers and firings of days.</param>
/// <param name="TooOld">Batches that are older than they are kept, but for the one with the account's newest day.</param>
/// <param name="Missing">Batches that are younger, and gone.</param>
/// <param name="Unfinished">Days that have not succeeded.</param>
internal sealed record SeasonRemains(long QuartzRows, int TooOld, int Missing, long Unfinished)
{
    public bool IsAsConfigured => this is { QuartzRows: 0, TooOld: 0, Missing: 0, Unfinished: 0 };
}

/// <summary>A season: what was read in its course, and what is left.</summary>
internal sealed record SeasonResult(IReadOnlyList<SeasonReading> Readings, IReadOnlyList<Flatness> Verdict, SeasonRemains Remains)
{
    public bool IsFlat => Verdict.All(one => one.IsFlat);
}
