using System.Text;
using MetaSimulator.Graph;
using MetaSimulator.Usage;

namespace MetaSimulator.Faults;

internal static class FaultAnswers
{
    public static FaultAction Error(GraphError error) => _ => throw new GraphErrorException(error);

    public static FaultAction Throttle(GraphError error, Func<UsageReport, FaultRule, UsageReport> report) => context =>
    {
        context.Call.Usage = report(context.Call.Usage, context.Rule);
        throw new GraphErrorException(error);
    };

    public static FaultAction Tamper(Tampering tampering) => context =>
    {
        context.Call.Tampering = tampering;
        return context.Answer();
    };

    public static FaultAction Empty(int status) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        return context.Response.StartAsync(context.Gone);
    };

    public static FaultAction Html(int status, string text)
    {
        var body = Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><head><title>Error</title></head><body><h1>{text}</h1></body></html>");
        return async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html; charset=utf-8";
            context.Call.Outcome = context.Call.Outcome with { Bytes = body.Length };
            await context.Response.Body.WriteAsync(body, context.Gone);
        };
    }
}
