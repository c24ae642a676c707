using System.Text.Json;
using MetaSimulator.Data;
using MetaSimulator.Insights;

namespace MetaSimulator.Graph;

// Which node and edge answers, after the account's visibility. What is found is valid and only has to be written.
internal static class GraphRoutes
{
    public static void MapGraph(this WebApplication app) =>
        app.Map("/{**path}", static http => http.RequestServices.GetRequiredService<GraphEndpoint>().Answer(http));

    public static Func<Utf8JsonWriter, int?> Find(GraphCall call, World world, DateTimeOffset now)
    {
        if (!HttpMethods.IsGet(call.Method))
            throw NoSuchObject(call);

        return call.Parts switch
        {
            ["me"] => UserNode.Me(call),
            ["me", "adaccounts"] => AccountNode.List(call, world, now),
            [_] when call.Account is not null => AccountNode.One(call, Visible(call, world), now),
            [_, "insights"] when call.Account is not null => InsightsEdge.Sync(call, Visible(call, world), world.Options, now),
            [_] => throw NoSuchObject(call),
            _ => throw new GraphErrorException(GraphErrors.UnknownPath(call.Path)),
        };
    }

    private static AdAccount Visible(GraphCall call, World world)
    {
        var account = world.Find(call.Account!) ?? throw NoSuchObject(call);
        return account.Visible ? account : throw new GraphErrorException(GraphErrors.Permission);
    }

    private static GraphErrorException NoSuchObject(GraphCall call) =>
        new(GraphErrors.NoSuchObject(call.Method.ToLowerInvariant(), call.Parts[0]));
}
