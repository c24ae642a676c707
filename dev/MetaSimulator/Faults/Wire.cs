using System.Globalization;

namespace MetaSimulator.Faults;

internal static class Wire
{
    public static Task GzipOff(FaultContext context)
    {
        WithoutGzip(context);
        return context.Answer();
    }

    // What compresses looks for the header when the first byte is written.
    public static void WithoutGzip(FaultContext context) => context.Call.Http.Request.Headers.AcceptEncoding = default;

    public static Task ClockSkew(FaultContext context)
    {
        var date = context.Time.GetUtcNow() + (context.Rule.Duration ?? TimeSpan.FromMinutes(10));
        context.Response.Headers.Date = date.ToString("R", CultureInfo.InvariantCulture);
        return context.Answer();
    }
}
