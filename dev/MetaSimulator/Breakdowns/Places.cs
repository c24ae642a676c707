using MetaSimulator.Data;

namespace MetaSimulator.Breakdowns;

// Twelve countries of two regions. An ad delivers in one to four of them, for as long as it lives.
internal static class Places
{
    private static readonly (string Country, string[] Regions, double Weight)[] Map =
    [
        ("US", ["California", "Texas"], 0.3), ("GB", ["England", "Scotland"], 0.12), ("DE", ["Bayern", "Berlin"], 0.12),
        ("FR", ["Bretagne", "Île-de-France"], 0.09), ("ES", ["Andalucía", "Cataluña"], 0.06), ("IT", ["Lazio", "Lombardia"], 0.06),
        ("NL", ["Noord-Holland", "Zuid-Holland"], 0.04), ("SE", ["Skåne County", "Stockholm County"], 0.03), ("JP", ["Osaka", "Tokyo"], 0.06),
        ("AU", ["New South Wales", "Victoria"], 0.05), ("NZ", ["Auckland", "Wellington"], 0.02), ("BR", ["Rio de Janeiro", "São Paulo (state)"], 0.05),
    ];

    public static Breakdown Country { get; } = new(
        ["country"], [.. Map.Select(place => new Cell([place.Country], place.Weight))], static (ad, in _, cell) => Delivers(ad, cell) ? 1 : 0);

    public static Breakdown Region { get; } = new(
        ["region"],
        [.. Map.SelectMany(place => place.Regions.Select(region => new Cell([region], place.Weight)))],
        static (ad, in _, cell) => Delivers(ad, cell / 2) ? 1 : 0);

    // The first, and every fifth after it: 5 and 12 have no common factor, so they are different ones.
    private static bool Delivers(ulong adKey, int country)
    {
        var first = (int)(Hash.Of(adKey, -21) % 12);
        var count = 1 + (int)(Hash.Of(adKey, -22) % 4);
        // 5 is its own inverse modulo 12.
        return (country - first + 12) * 5 % 12 < count;
    }
}
