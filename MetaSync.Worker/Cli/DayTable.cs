using System.Globalization;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>A line for each day of a batch.</summary>
internal static class DayTable
{
    public static void Print(IEnumerable<BatchDay> days, DateTimeOffset now) => Payload.Table(
        ["account", "day", "state", "attempts", "rows", "calls", "note"],
        days.Select(day => new[]
        {
            day.Account,
            Words.Days(day.Day, day.EndDay),
            day.State,
            day.Attempts.ToString(CultureInfo.InvariantCulture),
            day.Rows?.ToString(CultureInfo.InvariantCulture) ?? "-",
            day.Calls.ToString(CultureInfo.InvariantCulture),
            Note(day, now),
        }));

    private static string Note(BatchDay day, DateTimeOffset now) => day switch
    {
        { WaitingUntil: { } until } => $"until {Words.When(until, now)}: {Words.Why(day.WaitingReason, day.WaitingMeter)}",
        { State: "failed" or "queued" or "running", Error: { } error } => $"{Words.Code(error)}{error.Message} {error.Remedy}".TrimEnd(),
        _ => "",
    };
}
