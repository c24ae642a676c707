using System.Text.Json;
using MetaSimulator.Data;

namespace MetaSimulator.Insights;

internal static class ActionLists
{
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText OneDayClick = JsonEncodedText.Encode("1d_click");
    private static readonly JsonEncodedText OneDayView = JsonEncodedText.Encode("1d_view");
    private static readonly JsonEncodedText SevenDayClick = JsonEncodedText.Encode("7d_click");
    private static readonly JsonEncodedText LinkClick = JsonEncodedText.Encode("link_click");
    private static readonly JsonEncodedText PageView = JsonEncodedText.Encode("landing_page_view");
    private static readonly JsonEncodedText Cart = JsonEncodedText.Encode("offsite_conversion.fb_pixel_add_to_cart");
    private static readonly JsonEncodedText Purchase = JsonEncodedText.Encode("offsite_conversion.fb_pixel_purchase");
    private static readonly JsonEncodedText Outbound = JsonEncodedText.Encode("outbound_click");

    public static void Counts(Utf8JsonWriter json, JsonEncodedText name, in Row row)
    {
        var totals = row.Totals;
        if (totals.LinkClickActions.Value + totals.PageViews.Value + totals.Carts.Value + totals.Purchases.Value == 0)
            return;

        json.WriteStartArray(name);
        Item(json, LinkClick, totals.LinkClickActions, 1);
        Item(json, PageView, totals.PageViews, 1);
        Item(json, Cart, totals.Carts, 1);
        Item(json, Purchase, totals.Purchases, 1);
        json.WriteEndArray();
    }

    public static void Values(Utf8JsonWriter json, JsonEncodedText name, in Row row) =>
        Single(json, name, Purchase, row.Totals.PurchaseValue, row.Account.Currency.MinorPerMajor);

    public static void OutboundClicks(Utf8JsonWriter json, JsonEncodedText name, in Row row) =>
        Single(json, name, Outbound, row.Totals.LinkClickActions, 1);

    public static void PurchaseRoas(Utf8JsonWriter json, JsonEncodedText name, in Row row) =>
        Single(json, name, Purchase, row.Totals.PurchaseValue, row.Totals.Spend);

    private static void Single(Utf8JsonWriter json, JsonEncodedText name, JsonEncodedText type, ActionCounts counts, long divisor)
    {
        if (counts.Value == 0 || divisor == 0)
            return;

        json.WriteStartArray(name);
        Item(json, type, counts, divisor);
        json.WriteEndArray();
    }

    private static void Item(Utf8JsonWriter json, JsonEncodedText type, ActionCounts counts, decimal divisor)
    {
        if (counts.Value == 0)
            return;

        json.WriteStartObject();
        json.WriteString("action_type"u8, type.EncodedUtf8Bytes);
        Text.Ratio(json, Value, counts.Value, divisor);
        Text.Ratio(json, OneDayClick, counts.OneDayClick, divisor);
        Text.Ratio(json, OneDayView, counts.OneDayView, divisor);
        Text.Ratio(json, SevenDayClick, counts.SevenDayClick, divisor);
        json.WriteEndObject();
    }
}
