using System.Buffers;
using System.Globalization;
using System.Text.Json;
using MetaSync.Sync;
using MetaSync.Worker.Reports;

namespace MetaSync.Worker.Meta;

/// <summary>
/// What a row is stored under and what is typed of it; the rest stays in <paramref name="Json"/>. An id is empty in a report whose
/// level has none, <paramref name="Breakdowns"/> are the row's breakdown keys and values as a JSON object, and
/// <paramref name="Lacking"/> is the key, or the first of them, that the row came without.
/// </summary>
internal readonly record struct InsightsRow(
    DateOnly Day, string CampaignId, string AdsetId, string AdId, ReadOnlyMemory<byte> Breakdowns, string? Lacking,
    long Impressions, long Clicks, long Reach, decimal Spend, JsonElement Json)
{
    /// <summary>For a row that lacks a breakdown key; hours without impressions do now and then.</summary>
    public const string Unknown = "unknown";

    private static readonly ReadOnlyMemory<byte> NoBreakdowns = "{}"u8.ToArray();

    /// <summary>Reads a row of the report, the account and the days that were asked for.</summary>
    /// <exception cref="MetaException">The row is not what was asked for, or can't be read.</exception>
    public static InsightsRow Read(JsonElement json, InsightsQuery query)
    {
        var days = query.IsDaily ? DayOf(json, query.Days) : query.Days;
        Require(json, "date_start", Text(days.StartDate));
        Require(json, "date_stop", Text(days.EndDate));
        Require(json, "account_id", query.Account["act_".Length..]);
        var level = query.Report.Level;
        return new InsightsRow(
            days.StartDate,
            level is "account" ? "" : Id(json, "campaign_id"),
            level is "adset" or "ad" ? Id(json, "adset_id") : "",
            level is "ad" ? Id(json, "ad_id") : "",
            Cell(json, query.Report),
            query.Report.Breakdowns.FirstOrDefault(key => Value(json, key) is null),
            Count(json, "impressions"), Count(json, "clicks"), Count(json, "reach"), Money(json, "spend"), json);
    }

    private static ReadOnlyMemory<byte> Cell(JsonElement json, Report report)
    {
        if (report.Breakdowns.Count == 0)
            return NoBreakdowns;

        var buffer = new ArrayBufferWriter<byte>(64);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var key in report.Breakdowns)
                writer.WriteString(key, Value(json, key) ?? Unknown);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static string? Value(JsonElement json, string key) => json.Text(key) is { Length: > 0 } value ? value : null;

    /// <summary>One of the days that were asked for.</summary>
    private static DateRange DayOf(JsonElement json, DateRange days)
    {
        var text = json.Text("date_start");
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day < days.StartDate || day > days.EndDate)
            throw NotAskedFor("date_start", text, days.Count == 1 ? Text(days.StartDate) : $"{Text(days.StartDate)} to {Text(days.EndDate)}");
        return new DateRange(day, day);
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void Require(JsonElement json, string field, string expected)
    {
        if (json.Find(field) is { ValueKind: JsonValueKind.String } value && value.ValueEquals(expected))
            return;
        if (json.Text(field) is var found && found != expected)
            throw NotAskedFor(field, found, expected);
    }

    private static MetaException NotAskedFor(string field, string? found, string expected) =>
        MetaException.Transport($"Meta sent a row whose {field} is '{found}', and '{expected}' was asked for");

    private static string Id(JsonElement json, string field) =>
        json.Text(field) is { Length: > 0 } id ? id : throw MetaException.Transport($"Meta sent a row without {field}");

    /// <summary>Meta leaves out what is zero.</summary>
    private static long Count(JsonElement json, string field) => json.Text(field) switch
    {
        null => 0,
        var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) => count,
        var text => throw MetaException.Transport($"Meta sent a row whose {field} is '{text}', which is not a count"),
    };

    private static decimal Money(JsonElement json, string field) => json.Text(field) switch
    {
        null => 0,
        var text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var money) => money,
        var text => throw MetaException.Transport($"Meta sent a row whose {field} is '{text}', which is not an amount"),
    };
}
