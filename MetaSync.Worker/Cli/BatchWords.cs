using System.Globalization;
using MetaSync.Worker.Cli.Client;
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

    public static string Waits(Current waiting, DateTimeOffset now) => string.Create(
        CultureInfo.InvariantCulture,
        $"{waiting.Account} {waiting.Day:yyyy-MM-dd} waits until {Words.When(waiting.WaitingUntil!.Value, now)}: {Words.Why(waiting.WaitingReason, waiting.WaitingMeter)}");
}
