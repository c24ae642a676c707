namespace MetaSync.Access;

/// <summary>What is known of a key.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Name">Whose it is, or what for.</param>
/// <param name="Prefix">Its first characters, to tell keys apart.</param>
/// <param name="Scopes">What it allows.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it stops working by itself; null for never.</param>
/// <param name="RevokedAt">When somebody made it stop working.</param>
/// <param name="LastUsedAt">When it was last used, to the minute.</param>
public sealed record ApiKey(
    long Id, string Name, string Prefix, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt,
    DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, DateTimeOffset? LastUsedAt);
