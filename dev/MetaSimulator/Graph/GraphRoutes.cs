using System.Text.Json;
using MetaSimulator.Control;
using MetaSimulator.Data;
using MetaSimulator.Insights;
using MetaSimulator.Runs;
using MetaSimulator.Tokens;

namespace MetaSimulator.Graph;

// Which node and edge answers, after the account's visibility. What is found is valid and only has to be written.
internal sealed class GraphRoutes(Simulation simulation, RunBook runs, TokenBook tokens, SimulatorClock clock)
{
    public Func<Utf8JsonWriter, int?> Find(GraphCall call)
    {
        var (world, now) = (simulation.World, clock.Now);
        return (call.Method, call.Parts) switch
        {
            ("POST", []) => throw new GraphErrorException(GraphErrors.InvalidParameter("batch must be a list of 1 to 50 {method, relative_url}")),
            ("GET", ["debug_token"]) => DebugToken.Inspect(call, tokens, now),
            ("GET", ["me"]) => UserNode.Me(call),
            ("GET", ["me", "adaccounts"]) => AccountNode.List(call, world, now),
            ("GET", [_]) when call.Run is not null => RunNode.Status(call, Own(call, now), now),
            ("GET", [_, "insights"]) when call.Run is not null => RunEdge.Read(call, Own(call, now), world.Options, now),
            ("GET", [_]) when call.Node is not { Level: not Level.Account } && call.Account is not null => AccountNode.One(call, Visible(call).Account, now),
            ("GET", [_, "insights"]) when call.Account is not null => InsightsEdge.Sync(call, Query(call, world, now), world.Options, now),
            ("POST", [_, "insights"]) when call.Account is not null => RunEdge.Submit(call, Query(call, world, now), world.Options, runs, now),
            ("GET", [_, _]) => throw new GraphErrorException(GraphErrors.UnknownPath(call.Path)),
            _ => throw NoSuchObject(call),
        };
    }

    private static InsightsQuery Query(GraphCall call, World world, DateTimeOffset now)
    {
        var node = Visible(call);
        return InsightsParameters.Query(call.Parameters, node, node.Account.LocalDay(now), world.Options);
    }

    private static Run Own(GraphCall call, DateTimeOffset now)
    {
        if (call.Run is not { } run || run.Token != call.Token || !run.Plan.IsFound(now))
            throw NoSuchObject(call);
        return MaySee(call, run.Query.Account) ? run : throw new GraphErrorException(GraphErrors.Permission);
    }

    private static EntityNode Visible(GraphCall call)
    {
        var node = call.Node ?? throw NoSuchObject(call);
        return MaySee(call, node.Account) ? node : throw new GraphErrorException(GraphErrors.Permission);
    }

    private static bool MaySee(GraphCall call, AdAccount account) => account.Visible && call.Grant!.Sees(account);

    private static GraphErrorException NoSuchObject(GraphCall call) =>
        new(GraphErrors.NoSuchObject(call.Method.ToLowerInvariant(), call.Parts[0]));
}
