namespace MetaSync.Worker.Reports;

/// <summary>What a row can be about, from coarse to fine, and the fields that say which one it is.</summary>
internal static class Levels
{
    private static readonly (string Name, string[] Fields)[] All =
    [
        ("account", ["account_id"]),
        ("campaign", ["campaign_id", "campaign_name"]),
        ("adset", ["adset_id", "adset_name"]),
        ("ad", ["ad_id", "ad_name"]),
    ];

    public static IEnumerable<string> Names => All.Select(level => level.Name);

    /// <summary>Those of the level and of all above it.</summary>
    public static IEnumerable<string> IdentifyingFields(string level) => All[..(Depth(level) + 1)].SelectMany(each => each.Fields);

    /// <summary>Whether a field is of one of several that a row of the level is about.</summary>
    public static bool IsFiner(string field, string level) =>
        Depth(level) is >= 0 and var depth && All[(depth + 1)..].Any(finer => finer.Fields.Contains(field));

    private static int Depth(string level) => Array.FindIndex(All, each => each.Name == level);
}
