namespace MetaSync.Worker.Reports;

internal enum FetchMode
{
    /// <summary>Page by page, at once.</summary>
    Sync,

    /// <summary>Meta prepares the whole report, and then it is read.</summary>
    Async,

    /// <summary>Meta prepares it in parts, some campaigns in each.</summary>
    Split,
}

/// <summary>How a report is asked for. When Meta says that it is too much, the ladder has a smaller step.</summary>
/// <param name="Mode">The way.</param>
/// <param name="PageSize">Rows per page.</param>
/// <param name="CampaignsPerRun">Of a split report; null: half of them.</param>
/// <param name="DroppedFields">Fields that Meta said it does not have.</param>
internal sealed record FetchPlan(FetchMode Mode, int PageSize, int? CampaignsPerRun, IReadOnlyList<string> DroppedFields)
{
    /// <summary>Smaller pages are tried down to here. Below it, more calls would cost more of the quota than they are worth.</summary>
    public const int SmallestPage = 100;

    private const int PageDivisor = 5;

    public static FetchPlan First(int pageSize) => new(FetchMode.Sync, pageSize, null, []);

    /// <summary>The next step down, or null at the end of the ladder: smaller pages, then a report run, then runs of fewer and fewer campaigns.</summary>
    /// <param name="fullPage">The configured page size; a report run begins with it again.</param>
    public FetchPlan? Smaller(int fullPage) => this switch
    {
        { PageSize: > SmallestPage } => this with { PageSize = Math.Max(SmallestPage, PageSize / PageDivisor) },
        { Mode: FetchMode.Sync } => this with { Mode = FetchMode.Async, PageSize = fullPage },
        _ => null,
    };

    /// <summary>The next step down when a report run was too much, or null at the end of the ladder.</summary>
    /// <param name="campaigns">How many campaigns the run had; null for all of them.</param>
    public FetchPlan? SmallerRun(int? campaigns) => campaigns switch
    {
        null => this with { Mode = FetchMode.Split, CampaignsPerRun = null },
        > 1 => this with { Mode = FetchMode.Split, CampaignsPerRun = (campaigns + 1) / 2 },
        _ => null,
    };

    /// <summary>The same way, without a field.</summary>
    public FetchPlan Without(string field) => this with { DroppedFields = [.. DroppedFields, field] };

    /// <summary>For logs and for the day's list of steps.</summary>
    public override string ToString()
    {
        var way = Mode switch
        {
            FetchMode.Sync => $"pages of {PageSize}",
            FetchMode.Async => $"a report run, pages of {PageSize}",
            _ => $"report runs of {(CampaignsPerRun is { } campaigns ? $"{campaigns} campaigns" : "half of the campaigns")}, pages of {PageSize}",
        };
        return DroppedFields.Count == 0 ? way : $"{way}, without {string.Join(", ", DroppedFields)}";
    }
}
