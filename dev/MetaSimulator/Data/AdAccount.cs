using System.Globalization;
using MetaSimulator.Configuration;

namespace MetaSimulator.Data;

// An account and its campaigns, ad sets and ads, which exist only as arithmetic on their index.
internal sealed class AdAccount
{
    private static readonly string[] Themes = ["Spring sale", "Größe \"XL\"", "夏のセール", "Retargeting/7d", "Lookalike 1%", "Brand & more"];

    private readonly Partition _adSetsOfAds;
    private readonly Partition _campaignsOfAdSets;
    private readonly int _ordinal;

    public AdAccount(long seed, int ordinal, AccountOptions options, int ads)
    {
        _ordinal = ordinal;
        Id = options.Id;
        Name = options.Name ?? $"Simulated account {options.Id}";
        Currency = new(options.Currency);
        Zone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone);
        StartDay = options.StartDay;
        Tier = options.Tier;
        Visible = options.Visible;
        Key = Hash.Of(Hash.Of(0, seed), Id);

        // 3 to 40 campaigns, 3 to 5 ads in an ad set; fewer where there are too few ads.
        var campaigns = Math.Min(ads, Math.Clamp(ads / (int)(6 + (Hash.Of(Key, -1) % 7)), 3, 40));
        var adSets = Math.Max(campaigns, ads / (int)(3 + (Hash.Of(Key, -2) % 3)));
        _adSetsOfAds = new(ads, adSets);
        _campaignsOfAdSets = new(adSets, campaigns);
    }

    public string Id { get; }

    public string Name { get; }

    public Currency Currency { get; }

    public TimeZoneInfo Zone { get; }

    public DateOnly StartDay { get; }

    // Null if it is the app's.
    public string? Tier { get; }

    // Can be revoked at run time; everything else is for good.
    public bool Visible { get; set; }

    public ulong Key { get; }

    // Digits only: the id goes into a header.
    public static bool IsNode(string text) =>
        text.StartsWith("act_", StringComparison.Ordinal) && text.Length is > 4 and < 25 && !text.AsSpan(4).ContainsAnyExceptInRange('0', '9');

    // "1" and "act_1" are the same to the control plane.
    public static string Node(string id) => id.StartsWith("act_", StringComparison.Ordinal) ? id : "act_" + id;

    public int Count(Level level) => level switch
    {
        Level.Account => 1,
        Level.Campaign => _campaignsOfAdSets.Parts,
        Level.AdSet => _adSetsOfAds.Parts,
        _ => _adSetsOfAds.Items,
    };

    // The first ad below an entity; the entity ends where the next one's ads begin.
    public int FirstAd(Level level, int entity) => level switch
    {
        Level.Account => entity * _adSetsOfAds.Items,
        Level.Campaign => _adSetsOfAds.First(_campaignsOfAdSets.First(entity)),
        Level.AdSet => _adSetsOfAds.First(entity),
        _ => entity,
    };

    public int EntityOf(Level level, int ad) => level switch
    {
        Level.Account => 0,
        Level.Campaign => _campaignsOfAdSets.PartOf(_adSetsOfAds.PartOf(ad)),
        Level.AdSet => _adSetsOfAds.PartOf(ad),
        _ => ad,
    };

    // 17 digits: 2386, the level, the account's place, two digits of the seed, the index.
    public long EntityId(Level level, int entity) =>
        23_860_000_000_000_000 + ((long)level * 1_000_000_000_000) + (_ordinal * 1_000_000_000L) + ((long)(Key % 100) * 10_000_000) + entity;

    public EntityNode? Entity(long id)
    {
        var level = (Level)(Math.Abs(id - 23_860_000_000_000_000) / 1_000_000_000_000);
        var entity = (int)(id % 10_000_000);
        return level is >= Level.Campaign and <= Level.Ad && entity < Count(level) && EntityId(level, entity) == id ? new(this, level, entity) : null;
    }

    public string EntityName(Level level, int entity) => level == Level.Account
        ? Name
        : string.Create(CultureInfo.InvariantCulture, $"{level} {entity + 1} {Themes[entity % Themes.Length]}");

    public DateOnly LocalDay(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);
}
