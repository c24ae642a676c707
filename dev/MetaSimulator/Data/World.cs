using System.Globalization;
using MetaSimulator.Configuration;

namespace MetaSimulator.Data;

// The accounts that options describe; a reset makes another one.
internal sealed class World
{
    private const int DefaultAds = 40;

    private readonly Dictionary<string, AdAccount> _byNode;

    public World(SimulatorOptions options)
    {
        Options = options;
        var accounts = options.Accounts is { Count: > 0 } given ? given : AccountOptions.Defaults;
        Accounts = [.. accounts.Select((account, i) => new AdAccount(options.Seed, i + 1, account, AdsOf(account, options)))];
        _byNode = Accounts.ToDictionary(account => AdAccount.Node(account.Id));
    }

    public SimulatorOptions Options { get; }

    public IReadOnlyList<AdAccount> Accounts { get; }

    public EntityNode? FindEntity(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? Accounts.Select(account => account.Entity(number)).FirstOrDefault(node => node is not null)
        : null;

    private static int AdsOf(AccountOptions account, SimulatorOptions options) =>
        account.Ads ?? (int?)account.Size ?? options.AdsPerAccount ?? (int?)options.Size ?? DefaultAds;

    public AdAccount? Find(string id) => _byNode.GetValueOrDefault(AdAccount.Node(id));
}
