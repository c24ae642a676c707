using System.Globalization;
using System.Text.Json;

namespace MetaSync.Worker.Meta;

/// <summary>What a row is stored under and what is typed of it; the rest stays in <paramref name="Json"/>.</summary>
internal readonly record struct InsightsRow(
    string CampaignId, string AdsetId, string AdId, long Impressions, long Clicks, long Reach, decimal Spend, JsonElement Json)
{
    /// <summary>Reads a row of the one account and day that were asked for.</summary>
    /// <exception cref="MetaRetryException">The row is not what was asked for, or can't be read.</exception>
    public static InsightsRow Read(JsonElement json, string account, DateOnly day)
    {
        Require(json, "date_start", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Require(json, "date_stop", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Require(json, "account_id", account["act_".Length..]);
        return new InsightsRow(
            Id(json, "campaign_id"), Id(json, "adset_id"), Id(json, "ad_id"),
            Count(json, "impressions"), Count(json, "clicks"), Count(json, "reach"), Money(json, "spend"), json);
    }

    private static void Require(JsonElement json, string field, string expected)
    {
        if (Text(json, field) is var found && found != expected)
            throw Unreadable($"Meta sent a row whose {field} is '{found}', and '{expected}' was asked for");
    }

    private static string Id(JsonElement json, string field) =>
        Text(json, field) is { Length: > 0 } id ? id : throw Unreadable($"Meta sent a row without {field}");

    /// <summary>Meta leaves out what is zero.</summary>
    private static long Count(JsonElement json, string field) => Text(json, field) switch
    {
        null => 0,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) => count,
        var text => throw Unreadable($"Meta sent a row whose {field} is '{text}', which is not a count"),
    };

    private static decimal Money(JsonElement json, string field) => Text(json, field) switch
    {
        null => 0,
        var text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var money) => money,
        var text => throw Unreadable($"Meta sent a row whose {field} is '{text}', which is not an amount"),
    };

    /// <summary>Metrics are strings by Meta's documentation, and numbers now and then.</summary>
    private static string? Text(JsonElement json, string field) => json.TryGetProperty(field, out var value) ? value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    }
    : null;

    private static MetaRetryException Unreadable(string message) => new(MetaError.OfTransport(message));
}
