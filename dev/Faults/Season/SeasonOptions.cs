namespace MetaSync.Faults.Season;

/// <summary>How long a season is, and when it is looked at.</summary>
/// <param name="Batches">So many batches, one each day.</param>
internal sealed record SeasonOptions(int Batches)
{
    /// <summary>Days of a batch.</summary>
    public int Days { get; init; } = 3;

    /// <summary>For so many days a batch is kept: <c>Retention:Batches</c>.</summary>
    public int Kept { get; init; } = 60;

    /// <summary>Read after each so many batches.</summary>
    public int ReadEvery { get; init; } = 100;

    /// <summary>The job that deletes old batches is due after each so many.</summary>
    public int RetentionEvery { get; init; } = 10;

    /// <summary>The reading with which the last one is compared.</summary>
    public int CompareWith { get; init; } = 200;

    /// <summary>Told what goes on.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
