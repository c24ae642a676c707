using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary><c>sync</c>: asks for a range.</summary>
internal static class SyncCommand
{
    private static readonly Argument<string> Start = new("start") { Description = "The first day, as yyyy-MM-dd." };
    private static readonly Argument<string> End = new("end") { Description = "The last day, included, as yyyy-MM-dd." };

    private static readonly Option<string[]> Accounts = new("--account")
    {
        Description = "An ad account such as act_1; may be given several times. All configured ones when left out.",
        HelpName = "account",
    };

    private static readonly Option<string> Mode = new("--mode")
    {
        Description = "Which days of the range: missing, missing-and-failed, or all, which is what it is when left out.",
        HelpName = "mode",
    };

    private static readonly Option<int?> ChunkDays = new("--chunk-days")
    {
        Description = "How many days one job asks Meta for; 1 when left out.",
        HelpName = "days",
        CustomParser = ParseNumber,
    };

    private static readonly Option<string> Priority = new("--priority") { Description = "low, normal or high; normal when left out.", HelpName = "priority" };
    private static readonly Option<bool> StopOnFailure = new("--stop-on-failure") { Description = "Pause the rest when a day fails for good." };

    private static readonly Option<string> IdempotencyKey = new("--idempotency-key")
    {
        Description = "With the same key the same command enqueues once, however often it is given.",
        HelpName = "key",
    };

    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Show which days would be enqueued and what they would cost, and enqueue nothing." };
    private static readonly Option<bool> Wait = new("--wait") { Description = "Show how far the days are, and end with how the batch ended." };

    public static Command Create()
    {
        var command = new Command("sync", "Enqueues one job for each day of a range.")
        {
            Start, End, Accounts, Mode, ChunkDays, Priority, StopOnFailure, IdempotencyKey, DryRun, Wait, ApiCommand.Json,
        };
        return ApiCommand.Of(command, RunAsync);
    }

    private static async Task<int> RunAsync(ApiClient api, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (start, end) = (parsed.GetRequiredValue(Start), parsed.GetRequiredValue(End));
        var json = parsed.GetValue(ApiCommand.Json);
        var answer = await api.PostAsync("/api/sync", Body(parsed, start, end), cancellationToken, parsed.GetValue(IdempotencyKey));
        if (parsed.GetValue(DryRun))
        {
            if (json)
                Payload.Json(answer);
            else
                DryRunReport.Print(answer.As<DryRun>());
            return CommandLine.Succeeded;
        }

        var receipt = answer.As<Receipt>();
        var wait = parsed.GetValue(Wait);
        if (answer.IsReplay)
            Terminal.Say("This idempotency key has come before: nothing was enqueued now, and this is the answer again.");
        if (!json)
            Payload.Line($"Enqueued {receipt.JobCount} jobs for {start} to {end}{(receipt.Skipped > 0 ? $" ({receipt.Skipped} {Skipped(parsed)})" : "")}");
        else if (!wait || receipt.JobCount == 0)
            Payload.Json(answer);

        if (!wait)
            return CommandLine.Succeeded;
        if (receipt.JobCount > 0)
            return await BatchProgress.ShowAsync(api, receipt.BatchId, json ? ProgressOutput.JsonAtTheEnd : ProgressOutput.Sentences, TimeProvider.System, cancellationToken);
        return await NothingToWaitFor.ExplainAsync(api, start, end, parsed.GetValue(Accounts), cancellationToken);
    }

    /// <summary>Only what was given: the API has the defaults.</summary>
    private static Dictionary<string, object> Body(ParseResult parsed, string start, string end)
    {
        var body = new Dictionary<string, object> { ["startDate"] = start, ["endDate"] = end };
        if (parsed.GetValue(Accounts) is { Length: > 0 } accounts)
            body["accounts"] = accounts;
        if (parsed.GetValue(Mode) is { } mode)
            body["mode"] = mode;
        if (parsed.GetValue(ChunkDays) is { } chunkDays)
            body["chunkDays"] = chunkDays;
        if (parsed.GetValue(Priority) is { } priority)
            body["priority"] = priority;
        if (parsed.GetValue(StopOnFailure))
            body["stopOnFailure"] = true;
        if (parsed.GetValue(DryRun))
            body["dryRun"] = true;
        return body;
    }

    private static string Skipped(ParseResult parsed) =>
        parsed.GetValue(Mode) is null or "all" ? "were waiting already" : "were waiting, or not wanted by this mode";

    private static int? ParseNumber(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        result.AddError($"--chunk-days is '{text}', and has to be a number of days such as 7.");
        return null;
    }
}
