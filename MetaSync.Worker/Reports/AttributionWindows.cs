using System.Collections.Frozen;

namespace MetaSync.Worker.Reports;

/// <summary>The values of <c>action_attribution_windows</c>.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/reference/ad-account/insights</remarks>
internal static class AttributionWindows
{
    public static FrozenSet<string> Known { get; } =
    [
        "1d_click", "1d_ev", "1d_sequenced", "1d_view", "7d_click", "7d_sequenced", "7d_view_all_conversions", "7d_view_first_conversion",
        "28d_click", "28d_sequenced", "28d_view_all_conversions", "28d_view_first_conversion", "custom", "dda", "default",
        "incrementality", "incrementality_all_conversions", "incrementality_first_conversion",
        "skan_click", "skan_click_second_postback", "skan_click_third_postback", "skan_view", "skan_view_second_postback", "skan_view_third_postback",
    ];

    /// <summary>Taken by Meta, and answered with nothing.</summary>
    public static IReadOnlyDictionary<string, string> Gone { get; } = new Dictionary<string, string>
    {
        ["7d_view"] = "returns nothing since 2026-01-12. Take it out; 1d_view is the one for views that is left",
        ["28d_view"] = "returns nothing since 2026-01-12. Take it out; 1d_view is the one for views that is left",
    };
}
