namespace MetaSync.Worker.Reports;

/// <summary>What is asked of Meta for an account and a day.</summary>
/// <param name="Key">What its rows are stored under: the name, and the breakdowns if it has any, as in <c>ad/age,gender</c>.</param>
/// <param name="Level">One of <see cref="Levels"/>.</param>
/// <param name="Fields">All that are sent, those that name a row's campaign, ad set and ad included.</param>
/// <param name="Breakdowns">In the order of the key.</param>
/// <param name="ActionAttributionWindows">None: those that the ad account is set to.</param>
internal sealed record Report(
    string Key, string Level, IReadOnlyList<string> Fields, IReadOnlyList<string> Breakdowns, IReadOnlyList<string> ActionAttributionWindows)
{
    /// <summary>The one that is fetched when none is configured.</summary>
    public static Report Default { get; } = Of(new ReportOptions
    {
        Name = "ad",
        Fields =
        [
            "account_id", "account_currency", "campaign_id", "campaign_name", "adset_id", "adset_name", "ad_id", "ad_name", "objective",
            "impressions", "clicks", "inline_link_clicks", "spend", "reach", "frequency", "ctr", "cpc", "cpm", "actions", "action_values",
        ],
    });

    public static Report Of(ReportOptions options)
    {
        string[] breakdowns = [.. options.Breakdowns.Distinct().Order(StringComparer.Ordinal)];
        var key = breakdowns.Length == 0 ? options.Name : $"{options.Name}/{string.Join(',', breakdowns)}";
        return new Report(key, options.Level, [.. options.Fields.Union(Levels.IdentifyingFields(options.Level))], breakdowns, [.. options.ActionAttributionWindows.Distinct()]);
    }
}
