using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MetaSync.Worker.Sync;

namespace MetaSync.Bench.Load;

/// <summary>Pages of the default report as Meta sends them: every number a string, four kinds of actions. The same ones each time.</summary>
internal static class MetaPages
{
    private const int RowsPerPage = 500;

    private static readonly string[] ActionTypes = ["link_click", "landing_page_view", "offsite_conversion.fb_pixel_add_to_cart", "offsite_conversion.fb_pixel_purchase"];

    public static IEnumerable<byte[]> Of(DayRun day, int rows)
    {
        for (var first = 0; first < rows; first += RowsPerPage)
            yield return Page(day, first, Math.Min(RowsPerPage, rows - first));
    }

    private static byte[] Page(DayRun day, int first, int count)
    {
        var buffer = new ArrayBufferWriter<byte>(count * 1_024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("data");
            for (var ad = first; ad < first + count; ad++)
                WriteRow(json, day, ad);
            json.WriteEndArray();
            json.WriteStartObject("paging");
            json.WriteStartObject("cursors");
            json.WriteString("before", $"before{first}");
            json.WriteString("after", $"after{first}");
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteRow(Utf8JsonWriter json, DayRun day, int ad)
    {
        var (adset, campaign, impressions, clicks) = (ad / 5, ad / 50, 100 + (ad % 9_000), 1 + (ad % 90));
        var spend = impressions * 0.0137m;
        json.WriteStartObject();
        json.WriteString("account_id", day.Account["act_".Length..]);
        json.WriteString("account_currency", "EUR");
        Entity("campaign", 23_850_000_000_000_000 + campaign);
        Entity("adset", 23_860_000_000_000_000 + adset);
        Entity("ad", 23_870_000_000_000_000 + ad);
        json.WriteString("objective", "OUTCOME_SALES");
        Number("impressions", impressions);
        Number("clicks", clicks);
        Number("inline_link_clicks", clicks / 2);
        Number("spend", decimal.Round(spend, 2));
        Number("reach", impressions * 9 / 10);
        Number("frequency", 1.111111m);
        Number("ctr", decimal.Round(100m * clicks / impressions, 6));
        Number("cpc", decimal.Round(spend / clicks, 6));
        Number("cpm", 13.7m);
        json.WriteStartArray("actions");
        foreach (var type in ActionTypes)
            Action(type, clicks / (type.Length / 5));
        json.WriteEndArray();
        json.WriteStartArray("action_values");
        Action(ActionTypes[^1], decimal.Round(spend * 3, 2));
        json.WriteEndArray();
        json.WriteString("date_start", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteString("date_stop", day.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        json.WriteEndObject();

        void Entity(string kind, long id)
        {
            Number($"{kind}_id", id);
            json.WriteString($"{kind}_name", $"{kind} {id % 1_000_000} – spring, retargeting, \"broad\"");
        }

        void Number(string name, decimal value) => json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));

        void Action(string type, decimal value)
        {
            json.WriteStartObject();
            json.WriteString("action_type", type);
            Number("value", value);
            json.WriteEndObject();
        }
    }
}
