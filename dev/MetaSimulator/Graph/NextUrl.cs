namespace MetaSimulator.Graph;

// The address of the next page: the same parameters, and the token only if it came as one of them.
internal static class NextUrl
{
    public static string Build(GraphCall call, int limit, string after)
    {
        var request = call.Http.Request;
        var query = QueryString.Create(call.Parameters.All
            .Where(pair => pair.Key is not ("after" or "limit"))
            .Select(pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value)))
            .Add("limit", $"{limit}")
            .Add("after", after);
        return $"{request.Scheme}://{request.Host}/{call.Version}/{string.Join('/', call.Parts)}{query}";
    }
}
