using System.Globalization;
using MetaSimulator.Graph;

namespace MetaSimulator.Breakdowns;

// The combinations of breakdowns that are allowed, by their keys in any order.
internal static class BreakdownTable
{
    public const string Hourly = "hourly_stats_aggregated_by_advertiser_time_zone";

    private static readonly Dimension Age = Dimension.Of(
        "age", ("18-24", 0.15), ("25-34", 0.28), ("35-44", 0.24), ("45-54", 0.16), ("55-64", 0.1), ("65+", 0.07));

    private static readonly Dimension Gender = Dimension.Of("gender", ("female", 0.5), ("male", 0.47), ("unknown", 0.03));

    private static readonly Dimension Platform = Dimension.Of(
        "publisher_platform", ("facebook", 0.56), ("instagram", 0.4), ("audience_network", 0.03), ("messenger", 0.01));

    private static readonly Dimension Position = new(
        ["publisher_platform", "platform_position"],
        [
            new(["facebook", "feed"], 0.34), new(["facebook", "facebook_reels"], 0.08), new(["facebook", "facebook_stories"], 0.06),
            new(["facebook", "marketplace"], 0.04), new(["facebook", "instream_video"], 0.02), new(["facebook", "right_hand_column"], 0.02),
            new(["instagram", "feed"], 0.16), new(["instagram", "instagram_stories"], 0.12), new(["instagram", "instagram_reels"], 0.1),
            new(["instagram", "instagram_explore"], 0.02), new(["audience_network", "an_classic"], 0.02),
            new(["audience_network", "rewarded_video"], 0.01), new(["messenger", "messenger_inbox"], 0.01),
        ]);

    private static readonly Dimension DevicePlatform = Dimension.Of("device_platform", ("mobile_app", 0.72), ("desktop", 0.16), ("mobile_web", 0.12));

    private static readonly Dimension Device = Dimension.Of(
        "impression_device", ("android_smartphone", 0.45), ("iphone", 0.35), ("desktop", 0.15), ("ipad", 0.03), ("android_tablet", 0.02));

    private static readonly Breakdown[] Allowed =
    [
        Breakdown.None, Age.Plain(), Gender.Plain(), (Age * Gender).Plain(), Places.Country, Places.Region,
        Platform.Plain(), Position.Plain(), (Platform * DevicePlatform).Plain(), (Platform * Device).Plain(),
        (Position * DevicePlatform).Plain(), (Position * Device).Plain(), DevicePlatform.Plain(), Device.Plain(),
        new([Hourly], [.. Enumerable.Range(0, 24).Select(hour => new Cell([Hour(hour)], 1 - (0.7 * Math.Cos((hour - 3) * Math.PI / 12))))], HoursPassed),
    ];

    public static Breakdown Find(string? text)
    {
        var keys = ListParameter.Parse(text, "breakdowns");
        if (keys.Contains("dma"))
            throw new GraphErrorException(GraphErrors.InvalidParameter("The breakdown dma is no longer supported"));
        return Allowed.FirstOrDefault(breakdown => breakdown.Keys.Order().SequenceEqual(keys.Order()))
            ?? throw new GraphErrorException(GraphErrors.BadBreakdown(string.Join(", ", keys)));
    }

    private static string Hour(int hour) => string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00:00 - {hour:00}:59:59");

    private static double HoursPassed(ulong adKey, in Data.AccountDay day, int hour) => Math.Clamp((day.Progress * 24) - hour, 0, 1);
}
