using MetaSimulator.Configuration;
using MetaSimulator.Tokens;

namespace MetaSimulator.Graph;

// The checks before any fault or quota, in Meta's order.
internal static class Admission
{
    public static void Check(GraphCall call, SimulatorOptions options, TokenBook tokens, DateTimeOffset now)
    {
        if (call.Parts.Length > 2 || (call.Parts.Length == 0 && call.Method != "POST") || call.Version.CompareTo(ApiVersion.Parse(options.LatestVersion)) > 0)
            throw new GraphErrorException(GraphErrors.UnknownPath(call.Path));
        if (call.Version.CompareTo(ApiVersion.Parse(options.MinimumVersion)) < 0)
            throw new GraphErrorException(GraphErrors.Deprecated(options.LatestVersion));
        if (string.IsNullOrEmpty(call.Token))
            throw new GraphErrorException(TokenErrors.Missing);

        call.Grant = tokens.Find(call.Token, call.Sequence) ?? throw new GraphErrorException(TokenErrors.Unknown);
        if (TokenErrors.Of(call.Grant.At(now)) is { } error)
            throw new GraphErrorException(error);
        AppSecret.Check(call, options.AppSecret);
    }
}
