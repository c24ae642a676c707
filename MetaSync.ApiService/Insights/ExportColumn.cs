namespace MetaSync.ApiService.Insights;

/// <summary>What a column's values are, in whichever format.</summary>
internal enum ColumnType
{
    /// <summary>Unicode text.</summary>
    Text,

    /// <summary>A JSON object: itself in JSON, its text elsewhere.</summary>
    Json,

    /// <summary>A calendar day of the account.</summary>
    Day,

    /// <summary>A moment, in UTC, to the microsecond.</summary>
    Instant,

    /// <summary>A whole number of 64 bits.</summary>
    Count,

    /// <summary>A decimal number, with the digits that it is stored with.</summary>
    Amount,

    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>A column of <c>metasync.report_insights</c>, and so of every export.</summary>
internal sealed record ExportColumn(string Name, ColumnType Type)
{
    /// <summary>All of them, in their order, which is a promise: a new one would be added at the end. <c>docs/data.md</c> explains each.</summary>
    public static IReadOnlyList<ExportColumn> All { get; } =
    [
        new("account", ColumnType.Text),
        new("account_name", ColumnType.Text),
        new("report", ColumnType.Text),
        new("day", ColumnType.Day),
        new("campaign_id", ColumnType.Text),
        new("campaign_name", ColumnType.Text),
        new("adset_id", ColumnType.Text),
        new("adset_name", ColumnType.Text),
        new("ad_id", ColumnType.Text),
        new("ad_name", ColumnType.Text),
        new("breakdowns", ColumnType.Json),
        new("impressions", ColumnType.Count),
        new("clicks", ColumnType.Count),
        new("reach", ColumnType.Count),
        new("spend", ColumnType.Amount),
        new("currency", ColumnType.Text),
        new("time_zone", ColumnType.Text),
        new("as_of", ColumnType.Instant),
        new("provisional", ColumnType.Flag),
        new("row", ColumnType.Json),
    ];
}
