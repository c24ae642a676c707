using System.Globalization;
using System.Text.Json;
using MetaSimulator.Configuration;
using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Filtering;

// filtering: a JSON list of {field, operator, value}.
internal static class FilteringParameter
{
    public static InsightsFilter Parse(string? text, AdAccount account)
    {
        var all = InsightsFilter.None(account);
        if (string.IsNullOrWhiteSpace(text))
            return all;

        try
        {
            return JsonSerializer.Deserialize<Condition[]>(text, StrictJson.Options)!.Aggregate(all, (filter, condition) => Apply(filter, condition, account));
        }
        catch (JsonException)
        {
            throw Invalid("it must be a list of {field, operator, value}");
        }
    }

    private static InsightsFilter Apply(InsightsFilter filter, Condition condition, AdAccount account) => (condition.Field, condition.Operator) switch
    {
        ("campaign.id", "IN" or "EQUAL") => filter.Of(Spans(condition, Level.Campaign, account)),
        ("adset.id", "IN" or "EQUAL") => filter.Of(Spans(condition, Level.AdSet, account)),
        ("ad.id", "IN" or "EQUAL") => filter.Of(Spans(condition, Level.Ad, account)),
        ("impressions", "GREATER_THAN") => filter with { ImpressionsOver = Math.Max(filter.ImpressionsOver, Number(condition.Value)) },
        _ => throw Invalid($"{condition.Field} {condition.Operator} is not possible"),
    };

    // An id that is not of this account, or of another level, finds nothing.
    private static IEnumerable<AdSpan> Spans(Condition condition, Level level, AdAccount account)
    {
        var values = (condition.Operator, condition.Value.ValueKind) switch
        {
            ("IN", JsonValueKind.Array) => condition.Value.EnumerateArray().ToArray(),
            ("EQUAL", not JsonValueKind.Array) => [condition.Value],
            _ => throw Invalid("the value of IN must be a list, and of EQUAL must not"),
        };
        return values.Select(value => account.Entity(Number(value))).OfType<EntityNode>().Where(node => node.Level == level).Select(node => node.Ads);
    }

    private static long Number(JsonElement value) =>
        long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Invalid($"{value} is not a number");

    private static GraphErrorException Invalid(string why) => new(GraphErrors.InvalidParameter("filtering is invalid: " + why));

    private sealed record Condition(string Field, string Operator, JsonElement Value);
}
