namespace MetaSimulator.Faults;

internal static class HalfAnswers
{
    public static async Task Truncate(FaultContext context) => await SendHalf(context);

    public static async Task ResetMidBody(FaultContext context)
    {
        await SendHalf(context);
        await context.Response.Body.FlushAsync(context.Gone);
        await Connections.Reset(context);
    }

    private static async Task SendHalf(FaultContext context)
    {
        var wire = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await context.Answer();
        }
        finally
        {
            context.Response.Body = wire;
        }

        var half = kept.GetBuffer().AsMemory(0, (int)kept.Length / 2);
        context.Call.Outcome = context.Call.Outcome with { Bytes = half.Length };
        await wire.WriteAsync(half, context.Gone);
    }
}
