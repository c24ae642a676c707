using System.CommandLine;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary><c>pause</c>, <c>resume</c>, <c>retry</c> and <c>cancel</c>: what is done with a batch that is there.</summary>
internal static class SteeringCommands
{
    /// <summary>From how many days on a cancellation is asked about.</summary>
    private const int ManyDays = 10;

    private static readonly Argument<string> Batch = BatchArgument.Required();
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = $"Do not ask. On a terminal it is asked when {ManyDays} days or more are left; without one it is never asked." };

    public static Command Pause() => Steering("pause", "Holds a batch: the day that runs is let finish, and what is behind the batch goes on.");

    public static Command Resume() => Steering("resume", "Lets a paused batch go on, behind what is in the queue by now.");

    public static Command Retry() => Steering("retry", "Runs a batch's failed and cancelled days again, as the same batch.");

    public static Command Cancel()
    {
        var command = new Command("cancel", "Cancels what is left of a batch: days that are in stay, and the running one stops without leaving a trace.") { Batch, Yes, ApiCommand.Json };
        return ApiCommand.Of(command, async (api, parsed, cancellationToken) =>
        {
            var batchId = await BatchName.FindAsync(api, parsed.GetRequiredValue(Batch), cancellationToken);
            if (!parsed.GetValue(Yes) && Terminal.CanAsk)
            {
                var left = (await api.GetAsync($"/api/sync/{batchId}", cancellationToken)).As<Batch>().Counts.Unfinished();
                if (left >= ManyDays && !Terminal.Ask($"Cancel {left} days of the batch {batchId}?"))
                    throw new CommandException(CommandLine.Cancelled, "Nothing was cancelled.");
            }

            return await SteerAsync(api, batchId, "cancel", parsed.GetValue(ApiCommand.Json), cancellationToken);
        });
    }

    private static Command Steering(string verb, string description) => ApiCommand.Of(
        new Command(verb, description) { Batch, ApiCommand.Json },
        async (api, parsed, cancellationToken) => await SteerAsync(
            api, await BatchName.FindAsync(api, parsed.GetRequiredValue(Batch), cancellationToken), verb, parsed.GetValue(ApiCommand.Json), cancellationToken));

    private static async Task<int> SteerAsync(ApiClient api, Guid batchId, string verb, bool json, CancellationToken cancellationToken)
    {
        var answer = await api.PostAsync($"/api/sync/{batchId}/{verb}", new { }, cancellationToken);
        if (json)
            Payload.Json(answer);
        else
            BatchReport.Print(answer.As<Batch>(), TimeProvider.System.GetUtcNow());
        return CommandLine.Succeeded;
    }
}
