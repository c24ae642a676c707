using System.Text.Json;
using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Accounts;

/// <summary>An ad account, as Meta describes it.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/reference/ad-account</remarks>
internal sealed record MetaAccount(string Account, string? Name, string Currency, string TimeZone, TimeSpan UtcOffset, int? Status)
{
    public const string Fields = "account_id,name,account_status,currency,timezone_name,timezone_offset_hours_utc";

    public static MetaAccount Read(JsonElement json) => new(
        $"act_{Text(json, "account_id")}",
        json.TryGetProperty("name", out var name) ? name.GetString() : null,
        Text(json, "currency"),
        Text(json, "timezone_name"),
        TimeSpan.FromHours(json.TryGetProperty("timezone_offset_hours_utc", out var hours) && hours.TryGetDouble(out var value) ? value : 0),
        json.TryGetProperty("account_status", out var status) && status.TryGetInt32(out var number) ? number : null);

    private static string Text(JsonElement json, string field) =>
        json.TryGetProperty(field, out var value) && value.ToString() is { Length: > 0 } text
            ? text
            : throw MetaException.Transport($"Meta described an account without its {field}");
}
