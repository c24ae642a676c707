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

    public static async Task SlowBody(FaultContext context)
    {
        var body = await CapturedAnswer.Take(context);
        await CapturedAnswer.Send(context, body[..(body.Length / 2)]);
        await context.Response.Body.FlushAsync(context.Gone);
        await Task.Delay(context.Rule.Duration ?? TimeSpan.FromSeconds(1), context.Time, context.Gone);
        await context.Response.Body.WriteAsync(body[(body.Length / 2)..], context.Gone);
    }

    // More is promised than there is; Kestrel notices, complains in the log, and closes the connection.
    public static async Task WrongContentLength(FaultContext context)
    {
        Wire.WithoutGzip(context);
        var body = await CapturedAnswer.Take(context);
        context.Response.ContentLength = body.Length + 100;
        await CapturedAnswer.Send(context, body);
    }

    private static async Task SendHalf(FaultContext context)
    {
        var body = await CapturedAnswer.Take(context);
        await CapturedAnswer.Send(context, body[..(body.Length / 2)]);
    }
}
