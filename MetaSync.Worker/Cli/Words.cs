using System.Globalization;
using MetaSync.Worker.Cli.Client;
using MetaSync.Worker.Sync;

namespace MetaSync.Worker.Cli;

/// <summary>Days, times and reasons, as a person reads them.</summary>
internal static class Words
{
    /// <summary>One day, or several that are one job.</summary>
    public static string Days(DateOnly day, DateOnly endDay) => day == endDay ? $"{day:yyyy-MM-dd}" : $"{day:yyyy-MM-dd} to {endDay:yyyy-MM-dd}";

    /// <summary>By the reader's clock, with the date when it is another day there.</summary>
    public static string When(DateTimeOffset instant, DateTimeOffset now)
    {
        var local = instant.ToLocalTime();
        return local.ToString(local.Date == now.ToLocalTime().Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    public static string Why(string? reason, string? meter) => reason switch
    {
        WaitingReason.RateLimit => meter is null ? "Meta's rate limit" : $"Meta's rate limit ({meter})",
        WaitingReason.Token => "Meta does not accept the token",
        WaitingReason.Report => "Meta prepares the report",
        WaitingReason.Retry => "the last try failed",
        var other => other ?? "",
    };

    /// <summary>Meta's number for an error, in front of its words.</summary>
    public static string Code(DayError error) => error switch
    {
        { Code: { } code, Subcode: { } subcode } => $"({code}/{subcode}) ",
        { Code: { } code } => $"({code}) ",
        _ => "",
    };
}
