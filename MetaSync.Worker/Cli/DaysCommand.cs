using System.CommandLine;
using System.Text.Json;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary><c>days</c>: the days of a batch, or those of the calendar and whether they are complete.</summary>
internal static class DaysCommand
{
    private static readonly string[] StatesOfABatch = ["queued", "running", "waiting", "paused", "succeeded", "failed", "cancelled"];

    private static readonly Argument<string?> Batch = BatchArgument.Optional("the calendar's days when left out");

    private static readonly Option<string[]> Accounts = new("--account")
    {
        Description = "An ad account of the calendar; may be given several times. All when left out.",
        HelpName = "account",
    };

    private static readonly Option<string> Start = new("--start") { Description = "The calendar's first day; twelve months ago when left out.", HelpName = "yyyy-MM-dd" };
    private static readonly Option<string> End = new("--end") { Description = "The calendar's last day, included; today when left out.", HelpName = "yyyy-MM-dd" };

    private static readonly Option<string[]> States = new("--state")
    {
        Description = "Only days in this state; may be given several times.",
        HelpName = "state",
    };

    public static Command Create() => ApiCommand.Of(
        new Command("days", "The days of a batch, or the calendar's days and whether they are complete.") { Batch, Accounts, Start, End, States, ApiCommand.Json },
        RunAsync);

    private static async Task<int> RunAsync(ApiClient api, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (start, end, accounts) = (parsed.GetValue(Start), parsed.GetValue(End), parsed.GetValue(Accounts) ?? []);
        var (states, json) = (parsed.GetValue(States) ?? [], parsed.GetValue(ApiCommand.Json));
        if (parsed.GetValue(Batch) is not { } name)
            return ShowCalendar(await api.GetAsync(DataCalendar.Path(start, end, accounts), cancellationToken), states, json);

        if (start is not null || end is not null || accounts.Length > 0)
            throw new CommandException(CommandLine.WrongUsage, $"'{name}' is a batch, and --account, --start and --end are of the calendar: leave out the one or the other.");
        RequireKnown(states, StatesOfABatch);
        var batchId = await BatchName.FindAsync(api, name, cancellationToken);
        var days = await api.GetAsync($"/api/sync/{batchId}/days", cancellationToken);
        ShowDays(days, states, json);
        return BatchOutcome.ExitCode((await api.GetAsync($"/api/sync/{batchId}", cancellationToken)).As<Batch>());
    }

    private static void ShowDays(ApiAnswer answer, string[] states, bool json)
    {
        if (json && states.Length == 0)
            Payload.Json(answer);
        else if (json)
            Payload.Json(answer.Data.EnumerateArray().Where(day => states.Contains(day.GetProperty("state").GetString())));
        else
            DayTable.Print(answer.As<BatchDay[]>().Where(day => states.Length == 0 || states.Contains(day.State)), TimeProvider.System.GetUtcNow());
    }

    private static int ShowCalendar(ApiAnswer answer, string[] states, bool json)
    {
        var calendar = answer.As<DataCalendar>();
        RequireKnown(states, calendar.Legend.Values);
        var days = calendar.Days().Where(day => states.Length == 0 || states.Contains(day.State));
        if (json && states.Length == 0)
            Payload.Json(answer);
        else if (json)
            Payload.Json(days.Select(day => JsonSerializer.SerializeToElement(day, JsonSerializerOptions.Web)));
        else
            CalendarTable.Print(calendar, days);
        if (calendar.Accounts.Count == 0)
            throw new CommandException(CommandLine.Failed, "No ad account is known yet, so there are no days. 'accounts' lists them as soon as a worker has read them from Meta.");
        return calendar.IsComplete() ? CommandLine.Succeeded : CommandLine.Gaps;
    }

    private static void RequireKnown(string[] states, IEnumerable<string> known)
    {
        if (states.Except(known).FirstOrDefault() is { } unknown)
            throw new CommandException(CommandLine.WrongUsage, $"--state is '{unknown}', and has to be one of {string.Join(", ", known)}.");
    }
}
