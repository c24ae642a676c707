using System.Text.Json;
using System.Text.Json.Nodes;
using MetaSimulator.Configuration;
using MetaSimulator.Data;

namespace MetaSimulator.Tokens;

// What is known of a token. Null is never, for the instants, and all that are visible, for the accounts.
internal sealed record TokenSettings
{
    private static readonly string[] ForAds = ["ads_read", "ads_management"];

    public TokenState State { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? DataAccessExpiresAt { get; init; }

    public IReadOnlyList<string> Scopes { get; init; } = ["ads_read"];

    public IReadOnlyList<string>? Accounts { get; init; }

    public TokenState At(DateTimeOffset now) => State == TokenState.Valid && ExpiresAt <= now ? TokenState.Expired : State;

    public bool Sees(AdAccount account) =>
        Scopes.Any(ForAds.Contains) && (Accounts is null || Accounts.Any(id => AdAccount.Node(id) == AdAccount.Node(account.Id)));

    // What is not given stays as it is.
    public TokenSettings With(JsonObject changes)
    {
        var merged = JsonSerializer.SerializeToNode(this, StrictJson.Options)!.AsObject();
        foreach (var (name, value) in changes)
            merged[name] = value?.DeepClone();
        return merged.Deserialize<TokenSettings>(StrictJson.Options)!;
    }
}
