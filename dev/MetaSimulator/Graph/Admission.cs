using MetaSimulator.Configuration;

namespace MetaSimulator.Graph;

// The checks before any fault or quota, in Meta's order.
internal static class Admission
{
    public static void Check(GraphCall call, SimulatorOptions options)
    {
        if (call.Parts.Length is 0 or > 2 || call.Version.CompareTo(ApiVersion.Parse(options.LatestVersion)) > 0)
            throw new GraphErrorException(GraphErrors.UnknownPath(call.Path));
        if (call.Version.CompareTo(ApiVersion.Parse(options.MinimumVersion)) < 0)
            throw new GraphErrorException(GraphErrors.Deprecated(options.LatestVersion));
        if (string.IsNullOrEmpty(call.Token))
            throw new GraphErrorException(GraphErrors.TokenMissing);
        if (call.Token != options.AccessToken)
            throw new GraphErrorException(GraphErrors.TokenInvalid);
    }
}
