using MetaSimulator.Configuration;
using MetaSimulator.Data;
using MetaSimulator.Runs;

namespace MetaSimulator.Graph;

// How long a call takes before it is looked at, and before its answer leaves.
internal static class Latency
{
    public static TimeSpan Before(GraphCall call, SimulatorOptions options)
    {
        var latency = options.Latency;
        return Spread(call, options, call.Phase == RunPhase.Poll ? latency.PerPoll ?? latency.PerRequest : latency.PerRequest);
    }

    public static TimeSpan After(GraphCall call, SimulatorOptions options)
    {
        var (latency, outcome) = (options.Latency, call.Outcome);
        return Spread(call, options, (latency.PerRow * (outcome.Rows ?? 0)) + (latency.PerBreakdown * outcome.Breakdowns));
    }

    // The same factor before and after: a slow call is slow altogether.
    private static TimeSpan Spread(GraphCall call, SimulatorOptions options, TimeSpan duration)
    {
        var factor = Math.Exp(options.Latency.Spread * Hash.Normal(Hash.Of(Hash.Of(6, options.Seed), call.Sequence)));
        return duration * (factor / options.Latency.Speed);
    }
}
