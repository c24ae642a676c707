using System.Globalization;
using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal static class InsightsParameters
{
    private const int DefaultLimit = 25;

    // Ignoring one of these would give wrong numbers, so they are refused.
    private static readonly string[] NotModelled = ["breakdowns", "action_breakdowns", "filtering", "sort", "summary", "time_ranges"];

    public static InsightsQuery Query(CallParameters parameters, AdAccount account, DateOnly today)
    {
        var level = ParseLevel(parameters["level"]);
        var fields = InsightsFields.All.Select(parameters["fields"]);
        if (NotModelled.FirstOrDefault(name => parameters[name] is not (null or "" or "[]")) is { } name)
            throw new GraphErrorException(GraphErrors.InvalidParameter($"{name} is not modelled by this simulator"));

        var range = DateRangeParameter.Parse(parameters, today);
        return new(account, level, fields, range, Increment.Parse(parameters["time_increment"]));
    }

    public static Level ParseLevel(string? text) => text switch
    {
        null or "" or "account" => Level.Account,
        "campaign" => Level.Campaign,
        "adset" => Level.AdSet,
        "ad" => Level.Ad,
        _ => throw new GraphErrorException(
            GraphErrors.InvalidParameter("level must be one of the following values: ad, adset, campaign, account")),
    };

    public static int Limit(CallParameters parameters, int maximum)
    {
        if (parameters["limit"] is not { Length: > 0 } text)
            return DefaultLimit;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) || limit == 0)
            throw new GraphErrorException(GraphErrors.InvalidParameter("limit must be a positive integer"));
        return limit <= maximum ? limit : throw new GraphErrorException(GraphErrors.ReduceData);
    }
}
