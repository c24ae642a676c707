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
        json.Text("name"),
        Text(json, "currency"),
        Text(json, "timezone_name"),
        TimeSpan.FromMinutes(Math.Round(60 * Math.Clamp(json.Number("timezone_offset_hours_utc") ?? 0, -12, 14))), // no zone is further from UTC
        json.Integer("account_status"));

    private static string Text(JsonElement json, string field) =>
        json.Text(field) is { Length: > 0 } text
            ? text
            : throw MetaException.Transport($"Meta described an account without its {field}");
}
