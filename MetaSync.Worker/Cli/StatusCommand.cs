using System.CommandLine;
using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary><c>status</c>: the newest batches, or one, now or until its end.</summary>
internal static class StatusCommand
{
    private const int Listed = 20;

    private static readonly Argument<string?> Batch = BatchArgument.Optional("the newest ones when left out");
    private static readonly Option<bool> Watch = new("--watch") { Description = "Follow the batch to its end, and exit with its outcome; without a batch the latest." };

    public static Command Create() => ApiCommand.Of(
        new Command("status", "The newest batches, or one: how far it is, why it waits, and when it will be done.") { Batch, Watch, ApiCommand.Json },
        RunAsync);

    private static async Task<int> RunAsync(ApiClient api, ParseResult parsed, CancellationToken cancellationToken)
    {
        var (name, json, time) = (parsed.GetValue(Batch), parsed.GetValue(ApiCommand.Json), TimeProvider.System);
        if (parsed.GetValue(Watch))
        {
            var watched = await BatchName.FindAsync(api, name ?? BatchName.Latest, cancellationToken);
            await api.GetAsync($"/api/sync/{watched}", cancellationToken); // one that is not there is not waited for
            return await BatchProgress.ShowAsync(api, watched, json ? ProgressOutput.JsonLines : ProgressOutput.Sentences, time, cancellationToken);
        }

        if (name is null)
        {
            var newest = await api.GetAsync($"/api/sync?limit={Listed}", cancellationToken);
            if (json)
                Payload.Json(newest);
            else
                BatchReport.PrintList(newest.As<Batch[]>(), time.GetUtcNow());
            return CommandLine.Succeeded;
        }

        var answer = await api.GetAsync($"/api/sync/{await BatchName.FindAsync(api, name, cancellationToken)}", cancellationToken);
        var batch = answer.As<Batch>();
        if (json)
            Payload.Json(answer);
        else
            BatchReport.Print(batch, time.GetUtcNow());
        return BatchOutcome.ExitCode(batch);
    }
}
