using System.Text.Json;
using MetaSimulator.Breakdowns;
using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal static class InsightsFields
{
    public static FieldSet<Row> All { get; } = new(
        "AdsInsights",
        [
            new("account_id", static (json, name, in row) => json.WriteString(name, row.Account.Id)),
            new("account_name", static (json, name, in row) => json.WriteString(name, row.Account.Name)),
            new("account_currency", static (json, name, in row) => json.WriteString(name, row.Account.Currency.Code)),
            Id("campaign_id", Level.Campaign),
            Name("campaign_name", Level.Campaign),
            Id("adset_id", Level.AdSet),
            Name("adset_name", Level.AdSet),
            Id("ad_id", Level.Ad),
            Name("ad_name", Level.Ad),
            Count("impressions", (in row) => row.Totals.Impressions),
            Count("clicks", (in row) => row.Totals.Clicks),
            Count("unique_clicks", (in row) => row.Totals.Clicking.Count),
            Count("inline_link_clicks", (in row) => row.Totals.LinkClicks),
            Ratio("spend", (in row) => row.Totals.Spend, (in row) => row.Account.Currency.MinorPerMajor),
            Count("reach", (in row) => row.Totals.Reached.Count),
            Ratio("frequency", (in row) => row.Totals.Impressions, (in row) => row.Totals.Reached.Count),
            Ratio("ctr", (in row) => row.Totals.Clicks * 100m, (in row) => row.Totals.Impressions),
            Ratio("unique_ctr", (in row) => row.Totals.Clicking.Count * 100m, (in row) => row.Totals.Reached.Count),
            Ratio("inline_link_click_ctr", (in row) => row.Totals.LinkClicks * 100m, (in row) => row.Totals.Impressions),
            Ratio("cpc", (in row) => row.Account.Currency.Major(row.Totals.Spend), (in row) => row.Totals.Clicks),
            Ratio("cpm", (in row) => row.Account.Currency.Major(row.Totals.Spend) * 1000, (in row) => row.Totals.Impressions),
            Ratio("cpp", (in row) => row.Account.Currency.Major(row.Totals.Spend) * 1000, (in row) => row.Totals.Reached.Count),
            Ratio("cost_per_unique_click", (in row) => row.Account.Currency.Major(row.Totals.Spend), (in row) => row.Totals.Clicking.Count),
            Ratio("cost_per_inline_link_click", (in row) => row.Account.Currency.Major(row.Totals.Spend), (in row) => row.Totals.LinkClicks),
            new("outbound_clicks", ActionLists.OutboundClicks),
            new("actions", ActionLists.Counts),
            new("action_values", ActionLists.Values),
            new("purchase_roas", ActionLists.PurchaseRoas),
            new("objective", static (json, name, in row) => Objective(json, name, row)),
            .. WithoutData.Select(name => new Field<Row>(name, static (_, _, in _) => { })),
            new("date_start", static (json, name, in row) => Text.Day(json, name, row.Range.Since)),
            new("date_stop", static (json, name, in row) => Text.Day(json, name, row.Range.Until)),
        ],
        always: ["account_id", "date_start", "date_stop"],
        byDefault: ["campaign_id", "adset_id", "ad_id", "impressions", "spend"]);

    // They come back unasked, and cannot be asked for as fields.
    public static IEnumerable<Field<Row>> Of(Breakdown breakdown) => breakdown.Keys.Select((key, i) => new Field<Row>(key, (json, name, in row) =>
    {
        if (!row.LacksKey)
            json.WriteString(name, breakdown.Value(row.Cell, i));
    }));

    // Real fields that have no data here: always zero, and so always omitted.
    private static string[] WithoutData =>
    [
        "attribution_setting", "buying_type", "canvas_avg_view_time", "conversion_values", "conversions", "cost_per_action_type",
        "cost_per_conversion", "cost_per_outbound_click", "created_time", "estimated_ad_recallers", "inline_post_engagement",
        "optimization_goal", "outbound_clicks_ctr", "quality_ranking", "social_spend", "updated_time",
        "video_avg_time_watched_actions", "video_p100_watched_actions", "video_p25_watched_actions",
        "video_p50_watched_actions", "video_p75_watched_actions", "video_play_actions", "video_thruplay_watched_actions",
        "website_ctr", "website_purchase_roas",
    ];

    private static Field<Row> Id(string name, Level level) => new(name, (json, key, in row) =>
    {
        if (level <= row.Level)
            Text.Count(json, key, row.Account.EntityId(level, row.EntityAt(level)));
    });

    private static Field<Row> Name(string name, Level level) => new(name, (json, key, in row) =>
    {
        if (level <= row.Level)
            json.WriteString(key, row.Account.EntityName(level, row.EntityAt(level)));
    });

    private static Field<Row> Count(string name, Number<long> value) =>
        new(name, (json, key, in row) => Text.Count(json, key, value(in row)));

    private static Field<Row> Ratio(string name, Number<decimal> dividend, Number<long> divisor) =>
        new(name, (json, key, in row) => Text.Ratio(json, key, dividend(in row), divisor(in row)));

    private static void Objective(Utf8JsonWriter json, JsonEncodedText name, in Row row)
    {
        if (row.Level > Level.Account)
            json.WriteString(name, row.EntityAt(Level.Campaign) % 2 == 0 ? "OUTCOME_SALES"u8 : "OUTCOME_TRAFFIC"u8);
    }

    private delegate T Number<T>(in Row row);
}
