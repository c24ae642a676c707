using System.Globalization;
using MetaSimulator.Breakdowns;
using MetaSimulator.Configuration;
using MetaSimulator.Data;
using MetaSimulator.Filtering;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal static class InsightsParameters
{
    private const int DefaultLimit = 25;

    // Ignoring one of these would give wrong numbers, so they are refused.
    private static readonly string[] NotModelled = ["sort", "summary"];

    // What is asked for of a node: an account, or a part of it.
    public static InsightsQuery Query(CallParameters parameters, EntityNode node, DateOnly today, SimulatorOptions options)
    {
        var increment = Increment.Parse(parameters["time_increment"]);
        return Query(parameters, node, DateRangeParameter.Parse(parameters, today), increment, options);
    }

    public static InsightsQuery Query(CallParameters parameters, EntityNode node, DateRange range, Increment increment, SimulatorOptions options)
    {
        if (NotModelled.FirstOrDefault(name => parameters[name] is not (null or "" or "[]")) is { } name)
            throw Invalid($"{name} is not modelled by this simulator");
        if (ListParameter.Parse(parameters["action_breakdowns"], "action_breakdowns").Any(name => name != "action_type"))
            throw Invalid("action_breakdowns must be action_type");

        var breakdown = BreakdownTable.Find(parameters["breakdowns"]);
        return new(
            node.Account,
            ParseLevel(parameters["level"], node.Level),
            [.. InsightsFields.All.Select(parameters["fields"]), .. InsightsFields.Of(breakdown)],
            breakdown,
            FilteringParameter.Parse(parameters["filtering"], node.Account).Of([node.Ads]),
            WindowsParameter.Parse(parameters["action_attribution_windows"]),
            range,
            increment,
            breakdown.Keys is [BreakdownTable.Hourly] ? options.MissingBreakdownKeyShare : 0);
    }

    public static int Limit(CallParameters parameters)
    {
        if (parameters["limit"] is not { Length: > 0 } text)
            return DefaultLimit;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit == 0)
            throw Invalid("limit must be a positive integer");
        return limit;
    }

    private static Level ParseLevel(string? text, Level node)
    {
        Level? level = text switch
        {
            null or "" => node,
            "account" => Level.Account,
            "campaign" => Level.Campaign,
            "adset" => Level.AdSet,
            "ad" => Level.Ad,
            _ => null,
        };
        return level >= node ? level.Value : throw Invalid("level must be one of the following values: ad, adset, campaign, account");
    }

    private static GraphErrorException Invalid(string why) => new(GraphErrors.InvalidParameter(why));
}
