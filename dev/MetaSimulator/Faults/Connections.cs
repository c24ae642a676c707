using Microsoft.AspNetCore.Connections.Features;

namespace MetaSimulator.Faults;

internal static class Connections
{
    public static Task Reset(FaultContext context)
    {
        // Without lingering the peer gets RST, not FIN.
        if (context.Call.Http.Features.Get<IConnectionSocketFeature>() is { } connection)
            connection.Socket.LingerState = new(true, 0);
        context.Call.Http.Abort();
        return Task.CompletedTask;
    }

    public static async Task Hang(FaultContext context)
    {
        await Task.Delay(context.Rule.Duration ?? Timeout.InfiniteTimeSpan, context.Time, context.Gone);
        context.Call.Http.Abort();
    }

    public static async Task Slow(FaultContext context)
    {
        await Task.Delay(context.Rule.Duration ?? TimeSpan.FromSeconds(1), context.Time, context.Gone);
        await context.Answer();
    }
}
