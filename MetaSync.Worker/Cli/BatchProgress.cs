using Spectre.Console;

namespace MetaSync.Worker.Cli;

/// <summary>Follows a batch that has days to its end. The bar is decoration and goes to stderr; on a pipe there is none.</summary>
internal static class BatchProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long an API that does not answer is asked again: a minute.</summary>
    private const int PatienceInLooks = 120;

    public static async Task<int> ShowAsync(ApiClient api, Guid batchId, TimeProvider time, CancellationToken cancellationToken)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var batch = Console.IsErrorRedirected
            ? await FollowAsync(_ => { })
            : await console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    var bar = context.AddTask("Days");
                    return await FollowAsync(current =>
                    {
                        bar.MaxValue = current.Counts.Total();
                        bar.Value = current.Counts.Finished();
                        bar.Description = Markup.Escape(Describe(current));
                    });
                });

        var outcome = $"{batch.Counts.Succeeded} of {batch.Counts.Total()} days succeeded, {batch.Rows} rows";
        if (batch.State is "succeeded")
        {
            Console.WriteLine(outcome);
            return CommandLine.Succeeded;
        }

        await Console.Error.WriteLineAsync($"{outcome}; {batch.Counts.Failed} failed, {batch.Counts.Cancelled} cancelled. GET /api/sync/{batchId}/days says why.");
        return CommandLine.Failed;

        async Task<Batch> FollowAsync(Action<Batch> show)
        {
            for (var unanswered = 0; ;)
            {
                Batch current;
                try
                {
                    current = await api.FindAsync(batchId, cancellationToken);
                    unanswered = 0;
                }
                catch (Exception exception) when (exception is HttpRequestException or ApiProblemException && ++unanswered < PatienceInLooks)
                {
                    await Task.Delay(Interval, time, cancellationToken); // the batch goes on while the API starts anew
                    continue;
                }

                show(current);
                if (current.IsFinished())
                    return current;
                await Task.Delay(Interval, time, cancellationToken);
            }
        }
    }

    private static string Describe(Batch batch) => batch.Current switch
    {
        { WaitingUntil: { } until } waiting => $"{waiting.Account} {waiting.Day:yyyy-MM-dd} waits until {until.ToLocalTime():HH:mm:ss} ({waiting.WaitingReason})",
        { } running => $"{running.Account} {running.Day:yyyy-MM-dd}",
        null => "Days",
    };
}
