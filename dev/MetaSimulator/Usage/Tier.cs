namespace MetaSimulator.Usage;

// What the app's access allows for each account.
internal sealed record Tier(string Name, string HeaderName, int ScoreCapacity, TimeSpan ScoreBlock, int BusinessCallsPerHour)
{
    public static Tier Limited { get; } = new("limited", "development_access", 60, TimeSpan.FromSeconds(300), 600);

    public static Tier Full { get; } = new("full", "standard_access", 9_000, TimeSpan.FromSeconds(60), 190_000);

    public static Tier? Find(string? name) => name switch
    {
        "limited" => Limited,
        "full" => Full,
        _ => null,
    };
}
