using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace MetaSync.Worker.Meta;

/// <summary>How much of its rate limits an answer says is used; on errors above all.</summary>
/// <param name="Meters">Meter → percent used; may exceed 100. Only what the answer named.</param>
/// <param name="AccountReset">When the ad account's score is back at zero.</param>
/// <param name="BusinessUseCaseRegain">When calls of a business use case are let through again; null when they are now.</param>
/// <remarks>https://developers.facebook.com/docs/marketing-api/overview/rate-limiting</remarks>
internal sealed record MetaUsage(IReadOnlyDictionary<string, double> Meters, TimeSpan? AccountReset, TimeSpan? BusinessUseCaseRegain)
{
    public const string App = "app";
    public const string Account = "account";
    public const string BusinessUseCase = "business_use_case";
    public const string InsightsApp = "insights_app";
    public const string InsightsAccount = "insights_account";

    public static MetaUsage Read(HttpResponseHeaders headers)
    {
        var meters = new Dictionary<string, double>();
        TimeSpan? reset = null;
        TimeSpan? regain = null;

        foreach (var entry in Entries(headers, "X-App-Usage"))
            Raise(meters, App, entry, "call_count", "total_cputime", "total_time");
        foreach (var entry in Entries(headers, "X-Ad-Account-Usage"))
        {
            Raise(meters, Account, entry, "acc_id_util_pct");
            reset = Later(reset, Number(entry, "reset_time_duration"), TimeSpan.FromSeconds); // seconds here …
        }

        foreach (var entry in Entries(headers, "X-FB-Ads-Insights-Throttle"))
        {
            Raise(meters, InsightsApp, entry, "app_id_util_pct");
            Raise(meters, InsightsAccount, entry, "acc_id_util_pct");
        }

        foreach (var entry in Entries(headers, "X-Business-Use-Case-Usage").SelectMany(EntriesOfBusinesses))
        {
            Raise(meters, BusinessUseCase, entry, "call_count", "total_cputime", "total_time");
            regain = Later(regain, Number(entry, "estimated_time_to_regain_access"), TimeSpan.FromMinutes); // … and minutes here
        }

        return new MetaUsage(meters, reset, regain);
    }

    /// <summary>The header as an object; a header that can't be read is worth no failed day.</summary>
    private static IEnumerable<JsonElement> Entries(HttpResponseHeaders headers, string name)
    {
        if (!headers.TryGetValues(name, out var values))
            yield break;
        foreach (var value in values)
        {
            if (Parse(value) is { ValueKind: JsonValueKind.Object } entry)
                yield return entry;
        }
    }

    private static JsonElement? Parse(string value)
    {
        try
        {
            return JsonElement.Parse(value);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A list for each business or account, at most 32 of them, each with several entries.</summary>
    private static IEnumerable<JsonElement> EntriesOfBusinesses(JsonElement header) =>
        header.EnumerateObject().Where(business => business.Value.ValueKind is JsonValueKind.Array)
            .SelectMany(business => business.Value.EnumerateArray())
            .Where(entry => entry.ValueKind is JsonValueKind.Object);

    private static void Raise(Dictionary<string, double> meters, string meter, JsonElement entry, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Number(entry, field) is { } percent)
                meters[meter] = Math.Max(percent, meters.GetValueOrDefault(meter));
        }
    }

    private static TimeSpan? Later(TimeSpan? known, double? number, Func<double, TimeSpan> unit) =>
        number is > 0 and < 1_000_000 && unit(number.Value) is var wait && (known is null || wait > known) ? wait : known;

    /// <summary>Numbers may be fractional, and may be strings.</summary>
    private static double? Number(JsonElement entry, string field) => entry.TryGetProperty(field, out var value) ? value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    }
    : null;
}
