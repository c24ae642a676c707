namespace MetaSimulator.Tokens;

// A token as the control plane tells of it: recognisable to whoever knows it, of no use to anybody else.
internal sealed record TokenEntry(
    string Token,
    TokenState State,
    TokenState? NextState,
    long? CallsUntilNext,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? DataAccessExpiresAt,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string>? Accounts)
{
    public static TokenEntry Of(Token token, long lastCall, DateTimeOffset now)
    {
        var settings = token.At(lastCall);
        var next = token.Next is { } coming && lastCall < token.NextFrom ? coming : null;
        return new(
            Mask(token.Value), settings.At(now), next?.State, next is null ? null : token.NextFrom - lastCall,
            settings.ExpiresAt, settings.DataAccessExpiresAt, settings.Scopes, settings.Accounts);
    }

    private static string Mask(string token) => token.Length < 8 ? "…" : $"{token[..2]}…{token[^2..]}";
}
