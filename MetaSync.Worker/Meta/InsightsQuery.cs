using System.Text.Json;
using MetaSync.Sync;
using MetaSync.Worker.Reports;

namespace MetaSync.Worker.Meta;

/// <summary>A report of one account's day, or of each of some days in a row, or of some of its campaigns.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights/parameters</remarks>
internal sealed record InsightsQuery(string Account, DateRange Days, Report Report, IReadOnlyList<string> DroppedFields, IReadOnlyList<string>? CampaignIds = null)
{
    public string Path => $"/{Account}/insights";

    /// <summary>Whether a row is about one day. Only that of a list of campaigns is about all of them.</summary>
    public bool IsDaily => Report != CampaignsOnly;

    /// <summary>One day is <c>since</c> = <c>until</c>: both ends are included, in the ad account's time zone.</summary>
    public Dictionary<string, string?> Parameters() => new()
    {
        ["level"] = Report.Level,
        ["fields"] = string.Join(',', Report.Fields.Except(DroppedFields)),
        ["time_range"] = $$"""{"since":"{{Days.StartDate:yyyy-MM-dd}}","until":"{{Days.EndDate:yyyy-MM-dd}}"}""",
        ["time_increment"] = IsDaily && Days.Count > 1 ? "1" : null, // else several days would be added up
        ["breakdowns"] = Listed(Report.Breakdowns),
        ["action_attribution_windows"] = Report.ActionAttributionWindows.Count == 0 ? null : JsonSerializer.Serialize(Report.ActionAttributionWindows),
        ["filtering"] = CampaignIds is null ? null
            : JsonSerializer.Serialize(new[] { new { field = "campaign.id", @operator = "IN", value = CampaignIds } }),
    };

    /// <summary>The ids of the campaigns that delivered on one of the days: without breakdowns, or finding them would be as large as the report itself.</summary>
    public static InsightsQuery OfCampaigns(string account, DateRange days) => new(account, days, CampaignsOnly, []);

    private static readonly Report CampaignsOnly = new("campaigns", "campaign", ["account_id", "campaign_id"], [], []);

    private static string? Listed(IReadOnlyList<string> names) => names.Count == 0 ? null : string.Join(',', names);
}
