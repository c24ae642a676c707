using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;

namespace MetaSync.Worker.Cli;

/// <summary><c>sync</c>: a client of the API, so that there is one way to enqueue.</summary>
internal static class SyncCommand
{
    private static readonly Argument<string> Start = new("start") { Description = "The first day, as yyyy-MM-dd." };
    private static readonly Argument<string> End = new("end") { Description = "The last day, included, as yyyy-MM-dd." };

    private static readonly Option<string[]> Accounts = new("--account")
    {
        Description = "An ad account such as act_1; may be given several times. All configured ones when left out.",
    };

    private static readonly Option<Uri> Api = new("--api")
    {
        Description = "Where the API answers.",
        DefaultValueFactory = _ => new Uri("http://localhost:5080"),
        CustomParser = ParseUrl,
    };

    private static readonly Option<bool> Wait = new("--wait") { Description = "Show how far the days are, and end with how the batch ended." };

    public static Command Create()
    {
        var command = new Command("sync", "Enqueues one job for each day of a range.") { Start, End, Accounts, Api, Wait };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                return await RunAsync(parsed, cancellationToken);
            }
            catch (HttpRequestException exception)
            {
                await Console.Error.WriteLineAsync($"The API at {parsed.GetValue(Api)} can't be reached: {exception.Message}. Is it running? Name another with --api.");
                return CommandLine.Failed;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                await Console.Error.WriteLineAsync("Not waiting any longer. What was enqueued goes on without us.");
                return CommandLine.Failed;
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync($"The API at {parsed.GetValue(Api)} did not answer in time.");
                return CommandLine.Failed;
            }
            catch (JsonException)
            {
                await Console.Error.WriteLineAsync($"What answers at {parsed.GetValue(Api)} is not the API of MetaSync. Name another with --api.");
                return CommandLine.Failed;
            }
            catch (ApiProblemException problem)
            {
                await Console.Error.WriteLineAsync(problem.Message);
                return problem.IsWrongUsage ? CommandLine.WrongUsage : CommandLine.Failed;
            }
        });
        return command;
    }

    private static Uri? ParseUrl(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https")
            return url;
        result.AddError($"--api is '{text}', and has to be an address such as http://localhost:5080.");
        return null;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using var api = new ApiClient(parsed.GetRequiredValue(Api));
        var start = parsed.GetRequiredValue(Start);
        var end = parsed.GetRequiredValue(End);
        var receipt = await api.EnqueueAsync(start, end, parsed.GetValue(Accounts), cancellationToken);
        Console.WriteLine($"Enqueued {receipt.JobCount} jobs for {start} to {end}{(receipt.Skipped > 0 ? $" ({receipt.Skipped} were waiting already)" : "")}");
        if (!parsed.GetValue(Wait))
            return CommandLine.Succeeded;
        if (receipt.JobCount > 0)
            return await BatchProgress.ShowAsync(api, receipt.BatchId, TimeProvider.System, cancellationToken);
        await Console.Error.WriteLineAsync("There is nothing to wait for in this batch: all its days are waiting in others. GET /api/sync lists them.");
        return CommandLine.Failed;
    }
}
