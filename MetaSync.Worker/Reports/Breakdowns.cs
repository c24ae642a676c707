using System.Collections.Frozen;

namespace MetaSync.Worker.Reports;

/// <summary>The values of <c>breakdowns</c>. Which of them go together is Meta's to say: its answer then is 2/1504041.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights/breakdowns</remarks>
internal static class Breakdowns
{
    public static FrozenSet<string> Known { get; } =
    [
        "ad_extension_domain", "ad_extension_url", "ad_format_asset", "age", "app_id", "body_asset", "breakdown_ad_objective",
        "breakdown_reporting_ad_id", "call_to_action_asset", "coarse_conversion_value", "comscore_market", "comscore_market_code",
        "conversion_destination", "country", "creative_automation_asset_id", "creative_relaxation_asset_type",
        "crm_advertiser_l12_territory_ids", "crm_advertiser_subvertical_id", "crm_advertiser_vertical_id", "crm_ult_advertiser_id",
        "description_asset", "device_platform", "existing_post_id", "fidelity_type", "flexible_format_asset_type", "frequency_value",
        "gen_ai_asset_type", "gender", "hourly_stats_aggregated_by_advertiser_time_zone", "hourly_stats_aggregated_by_audience_time_zone",
        "hsid", "image_asset", "impression_device", "impression_view_time_advertiser_hour_v2", "is_auto_advance",
        "is_conversion_id_modeled", "is_rendered_as_delayed_skip_ad", "landing_destination", "link_url_asset",
        "marketing_messages_btn_name", "mdsa_landing_destination", "media_asset_url", "media_creator", "media_destination_url",
        "media_format", "media_origin_url", "media_text_content", "media_type", "mmm", "overlap_segment", "place_page_id",
        "platform_position", "postback_sequence_index", "product_brand_breakdown", "product_category_breakdown",
        "product_custom_label_0_breakdown", "product_custom_label_1_breakdown", "product_custom_label_2_breakdown",
        "product_custom_label_3_breakdown", "product_custom_label_4_breakdown", "product_group_content_id_breakdown", "product_group_id",
        "product_id", "product_set_id_breakdown", "publisher_platform", "redownload", "reels_trending_topic", "region", "rta_ugc_topic",
        "rule_set_id", "rule_set_name", "signal_source_bucket", "skan_campaign_id", "skan_conversion_id", "skan_version",
        "sot_attribution_model_type", "sot_attribution_window", "sot_channel", "sot_event_type", "sot_source",
        "standard_event_content_type", "title_asset", "user_persona_id", "user_persona_name", "user_segment_key", "video_asset",
    ];

    public static IReadOnlyDictionary<string, string> Gone { get; } = new Dictionary<string, string>
    {
        ["dma"] = "Meta removed on 2026-06-22. Use comscore_market",
    };
}
