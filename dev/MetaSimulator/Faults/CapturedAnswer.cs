namespace MetaSimulator.Faults;

// The true answer's body, kept from the wire so that something can be done to it.
internal static class CapturedAnswer
{
    public static async Task<ReadOnlyMemory<byte>> Take(FaultContext context)
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

        return kept.ToArray();
    }

    public static async Task Send(FaultContext context, ReadOnlyMemory<byte> body)
    {
        context.Call.Outcome = context.Call.Outcome with { Bytes = body.Length };
        await context.Response.Body.WriteAsync(body, context.Gone);
    }
}
