using System.Globalization;
using System.Text.Json;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

// time_range as JSON or as two parameters, else date_preset; in the account's days.
internal static class DateRangeParameter
{
    private const int RetentionMonths = 37;

    private static readonly string[] Presets = ["last_3d", "last_7d", "last_14d", "last_28d", "last_30d", "last_90d"];

    public static DateRange Parse(CallParameters parameters, DateOnly today)
    {
        var (since, until) = Ends(parameters);
        if (since is null && until is null)
            return FromPreset(parameters["date_preset"] ?? "last_30d", today);

        var range = new DateRange(Day(since, "since"), Day(until, "until"));
        if (range.Since > range.Until)
            throw Invalid("time_range: the start date must not be after the end date");
        if (range.Since < today.AddMonths(-RetentionMonths))
            throw new GraphErrorException(GraphErrors.RangeTooOld);
        return range;
    }

    // The first day asked for, and the last, of any call, valid or not.
    public static DateOnly? Since(CallParameters parameters) => Tried(parameters, static ends => ends.Since, "since");

    public static DateOnly? Until(CallParameters parameters) => Tried(parameters, static ends => ends.Until, "until");

    private static DateOnly? Tried(CallParameters parameters, Func<(string? Since, string? Until), string?> end, string name)
    {
        try
        {
            return end(Ends(parameters)) is { } text ? Day(text, name) : null;
        }
        catch (GraphErrorException)
        {
            return null;
        }
    }

    public static DateOnly Day(string? text, string name) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw Invalid($"{name} must be a date representation in the format YYYY-MM-DD");

    private static (string? Since, string? Until) Ends(CallParameters parameters) => (parameters["time_range"] ?? Only(parameters["time_ranges"])) is { } json
        ? FromJson(json)
        : (parameters["time_range[since]"], parameters["time_range[until]"]);

    // Of several ranges the rows would have to be told apart.
    private static string? Only(string? list)
    {
        if (list is null)
            return null;

        try
        {
            return JsonSerializer.Deserialize<JsonElement[]>(list) is [var only] ? only.ToString() : throw Invalid("time_ranges must be a list of one");
        }
        catch (JsonException)
        {
            throw Invalid("time_ranges must be a list of one");
        }
    }

    private static (string? Since, string? Until) FromJson(string json)
    {
        try
        {
            var values = JsonSerializer.Deserialize<Dictionary<string, string>>(json)!;
            return (values.GetValueOrDefault("since", ""), values.GetValueOrDefault("until", ""));
        }
        catch (JsonException)
        {
            throw Invalid("time_range must be an object {\"since\":\"YYYY-MM-DD\",\"until\":\"YYYY-MM-DD\"}");
        }
    }

    private static DateRange FromPreset(string preset, DateOnly today) => preset switch
    {
        "today" => new(today, today),
        "yesterday" => new(today.AddDays(-1), today.AddDays(-1)),
        _ when Presets.Contains(preset) =>
            new(today.AddDays(-int.Parse(preset.AsSpan(5..^1), CultureInfo.InvariantCulture)), today.AddDays(-1)),
        _ => throw Invalid("date_preset must be one of today, yesterday, " + string.Join(", ", Presets)),
    };

    private static GraphErrorException Invalid(string why) => new(GraphErrors.InvalidParameter(why));
}
