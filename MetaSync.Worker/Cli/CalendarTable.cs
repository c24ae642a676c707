using System.Globalization;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>A line for each day of the calendar, and a sentence for each account.</summary>
internal static class CalendarTable
{
    public static void Print(DataCalendar calendar, IEnumerable<CalendarDay> days)
    {
        Payload.Table(
            ["account", "day", "state"],
            days.Select(day => new[] { day.Account, day.Day.ToString("O", CultureInfo.InvariantCulture), day.State }));
        foreach (var account in calendar.Accounts)
            Payload.Line($"{account.Account}: {account.Completeness.Sentence}");
    }
}
