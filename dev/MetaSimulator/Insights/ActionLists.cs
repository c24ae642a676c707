using System.Text.Json;
using MetaSimulator.Data;

namespace MetaSimulator.Insights;

internal static class ActionLists
{
    private static readonly JsonEncodedText Value = JsonEncodedText.Encode("value");
    private static readonly JsonEncodedText OneDayClick = JsonEncodedText.Encode("1d_click");
    private static readonly JsonEncodedText OneDayView = JsonEncodedText.Encode("1d_view");
    private static readonly JsonEncodedText SevenDayClick = JsonEncodedText.Encode("7d_click");
    private static readonly JsonEncodedText MonthClick = JsonEncodedText.Encode("28d_click");
    private static readonly JsonEncodedText OneDayEngagedView = JsonEncodedText.Encode("1d_ev");
    private static readonly JsonEncodedText LinkClick = JsonEncodedText.Encode("link_click");
    private static readonly JsonEncodedText PageView = JsonEncodedText.Encode("landing_page_view");
    private static readonly JsonEncodedText Cart = JsonEncodedText.Encode("offsite_conversion.fb_pixel_add_to_cart");
    private static readonly JsonEncodedText Purchase = JsonEncodedText.Encode("offsite_conversion.fb_pixel_purchase");
    private static readonly JsonEncodedText Outbound = JsonEncodedText.Encode("outbound_click");

    public static void Counts(Utf8JsonWriter json, JsonEncodedText name, in Row row)
    {
        var (totals, windows) = (row.Totals, row.Query.Windows);
        if (!Any(totals.LinkClickActions, windows) && !Any(totals.PageViews, windows) && !Any(totals.Carts, windows) && !Any(totals.Purchases, windows))
            return;

        json.WriteStartArray(name);
        Item(json, windows, LinkClick, totals.LinkClickActions, 1);
        Item(json, windows, PageView, totals.PageViews, 1);
        Item(json, windows, Cart, totals.Carts, 1);
        Item(json, windows, Purchase, totals.Purchases, 1);
        json.WriteEndArray();
    }

    public static void Values(Utf8JsonWriter json, JsonEncodedText name, in Row row) =>
        Single(json, name, row.Query.Windows, Purchase, row.Totals.PurchaseValue, row.Account.Currency.MinorPerMajor);

    public static void OutboundClicks(Utf8JsonWriter json, JsonEncodedText name, in Row row) =>
        Single(json, name, row.Query.Windows, Outbound, row.Totals.LinkClickActions, 1);

    public static void PurchaseRoas(Utf8JsonWriter json, JsonEncodedText name, in Row row) =>
        Single(json, name, row.Query.Windows, Purchase, row.Totals.PurchaseValue, row.Totals.Spend);

    private static void Single(
        Utf8JsonWriter json, JsonEncodedText name, Windows windows, JsonEncodedText type, ActionCounts counts, long divisor)
    {
        if (divisor == 0 || !Any(counts, windows))
            return;

        json.WriteStartArray(name);
        Item(json, windows, type, counts, divisor);
        json.WriteEndArray();
    }

    private static bool Any(ActionCounts counts, Windows windows) =>
        counts.Value != 0 || (windows.HasFlag(Windows.MonthClick) && counts.MonthClick != 0);

    private static void Item(Utf8JsonWriter json, Windows windows, JsonEncodedText type, ActionCounts counts, decimal divisor)
    {
        if (!Any(counts, windows))
            return;

        json.WriteStartObject();
        json.WriteString("action_type"u8, type.EncodedUtf8Bytes);
        Text.Ratio(json, Value, counts.Value, divisor);
        Window(Windows.OneDayClick, OneDayClick, counts.OneDayClick);
        Window(Windows.OneDayView, OneDayView, counts.OneDayView);
        Window(Windows.SevenDayClick, SevenDayClick, counts.SevenDayClick);
        Window(Windows.MonthClick, MonthClick, counts.MonthClick);
        Window(Windows.OneDayEngagedView, OneDayEngagedView, counts.OneDayEngagedView);
        json.WriteEndObject();

        void Window(Windows window, JsonEncodedText name, long count)
        {
            if (windows.HasFlag(window))
                Text.Ratio(json, name, count, divisor);
        }
    }
}
