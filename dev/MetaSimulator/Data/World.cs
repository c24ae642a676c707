using MetaSimulator.Configuration;

namespace MetaSimulator.Data;

/// <summary>The accounts that options describe; never changes, a reset makes another one.</summary>
internal sealed class World
{
    public World(SimulatorOptions options)
    {
        Options = options;
        var accounts = options.Accounts is { Count: > 0 } given ? given : AccountOptions.Defaults;
        Accounts = [.. accounts.Select((account, i) => new AdAccount(options.Seed, i + 1, account, account.Ads ?? options.AdsPerAccount))];
    }

    public SimulatorOptions Options { get; }

    public IReadOnlyList<AdAccount> Accounts { get; }

    /// <summary>Takes the id with and without act_.</summary>
    public AdAccount? Find(string id)
    {
        var digits = id.StartsWith("act_", StringComparison.Ordinal) ? id.AsSpan(4) : id;
        foreach (var account in Accounts)
        {
            if (digits.SequenceEqual(account.Id))
                return account;
        }

        return null;
    }
}
