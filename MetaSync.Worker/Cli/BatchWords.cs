using System.Globalization;
using MetaSync.Worker.Sync;

namespace MetaSync.Worker.Cli;

/// <summary>What a person is told of the day that a batch is at.</summary>
internal static class BatchWords
{
    /// <summary>Beside the bar.</summary>
    public static string Describe(Current? current, DateTimeOffset now) => current switch
    {
        { WaitingUntil: not null } => Waits(current, now),
        { } running => string.Create(CultureInfo.InvariantCulture, $"{running.Account} {running.Day:yyyy-MM-dd}"),
        null => "Days",
    };

    /// <summary>Where there is no bar: a sentence about a wait that Meta imposes, or null when there is none. Waits for a report or the next try are a day's daily bread.</summary>
    public static string? Notice(Current? current, DateTimeOffset now) => current switch
    {
        { WaitingReason: WaitingReason.RateLimit, WaitingUntil: not null } => $"{Waits(current, now)}.",
        { WaitingReason: WaitingReason.Token, WaitingUntil: not null, Error: { } error } => $"{Waits(current, now)}: {error.Message}. {error.Remedy}".TrimEnd(),
        { WaitingReason: WaitingReason.Token, WaitingUntil: not null } => $"{Waits(current, now)}.",
        _ => null,
    };

    private static string Waits(Current waiting, DateTimeOffset now)
    {
        var until = waiting.WaitingUntil!.Value.ToLocalTime();
        var when = until.ToString(until.Date == now.ToLocalTime().Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Create(CultureInfo.InvariantCulture, $"{waiting.Account} {waiting.Day:yyyy-MM-dd} waits until {when}: {Why(waiting)}");
    }

    private static string Why(Current waiting) => waiting.WaitingReason switch
    {
        WaitingReason.RateLimit => waiting.WaitingMeter is { } meter ? $"Meta's rate limit ({meter})" : "Meta's rate limit",
        WaitingReason.Token => "Meta does not accept the token",
        WaitingReason.Report => "Meta prepares the report",
        WaitingReason.Retry => "the last try failed",
        var other => other ?? "",
    };
}
