namespace MetaSync.ApiService.Connection;

/// <summary>How things stand with Meta.</summary>
/// <param name="State"><c>unknown</c> until a worker has started, <c>ok</c>, <c>limited</c> while Meta or we ourselves hold calls back, or <c>parked</c>.</param>
/// <param name="Token">The token of the worker that started last.</param>
/// <param name="RateLimits">Meta's meters, as they were last read.</param>
internal sealed record ConnectionStatus(string State, TokenStatus? Token, IReadOnlyList<RateLimitStatus> RateLimits);

/// <summary>What is known of the token; never the token.</summary>
/// <param name="State"><c>valid</c>, or <c>parked</c> when Meta refuses it: no call is made then but for a check now and then.</param>
/// <param name="Problem">Meta's error.</param>
/// <param name="Remedy">What is to be done.</param>
/// <param name="ParkedAt">Since when it is refused.</param>
/// <param name="NextCheckAt">When one call finds out whether it works again.</param>
/// <param name="ExpiresAt">Null: never, or not known.</param>
/// <param name="DataAccessExpiresAt">When its user has to renew the access; null: never, or not known.</param>
/// <param name="Scopes">What it may do; null: not known.</param>
/// <param name="InspectedAt">When Meta was last asked about it, and about the accounts.</param>
internal sealed record TokenStatus(
    string State, string? Problem, string? Remedy, DateTimeOffset? ParkedAt, DateTimeOffset? NextCheckAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? DataAccessExpiresAt, IReadOnlyList<string>? Scopes, DateTimeOffset? InspectedAt)
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>A sentence when the token, or its access to data, ends within seven days; else null.</summary>
    public string? Warning(DateTimeOffset now) => (ExpiresAt, DataAccessExpiresAt) switch
    {
        ({ } expires, _) when expires - now < Soon => $"The token {Ends(expires, now)} on {expires:yyyy-MM-dd HH:mm} UTC. Make a new one and set Meta:AccessToken.",
        (_, { } expires) when expires - now < Soon => $"The token's access to data {Ends(expires, now)} on {expires:yyyy-MM-dd HH:mm} UTC. Have its user renew the access, or make a new token.",
        _ => null,
    };

    private static string Ends(DateTimeOffset instant, DateTimeOffset now) => instant > now ? "expires" : "expired";
}

/// <summary>One of Meta's meters.</summary>
/// <param name="Scope"><c>app</c> or <c>account</c>.</param>
/// <param name="Account">Whose, when it is an account's.</param>
/// <param name="Meter">Its name, as in the metrics.</param>
/// <param name="Percent">Used, when it was last read; may exceed 100.</param>
/// <param name="ReadAt">When that was.</param>
/// <param name="BlockedUntil">Until then no call is made.</param>
/// <param name="Problem">Meta's refusal, while calls are blocked.</param>
internal sealed record RateLimitStatus(
    string Scope, string? Account, string Meter, double Percent, DateTimeOffset ReadAt, DateTimeOffset? BlockedUntil, string? Problem);
