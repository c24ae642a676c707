using Spectre.Console;

namespace MetaSync.Worker.Cli;

/// <summary>Follows a batch that has days to its end. The bar is decoration and goes to stderr; on a pipe there is a line for each new reason to wait instead.</summary>
internal static class BatchProgress
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long an API that does not answer is asked again: a minute.</summary>
    private const int PatienceInLooks = 120;

    public static async Task<int> ShowAsync(ApiClient api, Guid batchId, TimeProvider time, CancellationToken cancellationToken)
    {
        (string?, string?) announced = default;
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        var batch = Console.IsErrorRedirected
            ? await FollowAsync(Announce)
            : await console.Progress()
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(async context =>
                {
                    var bar = context.AddTask("Days");
                    return await FollowAsync(current =>
                    {
                        bar.MaxValue = current.Counts.Total();
                        bar.Value = current.Counts.Finished();
                        bar.Description = Markup.Escape(BatchWords.Describe(current.Current, time.GetUtcNow()));
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

        void Announce(Batch current)
        {
            if (BatchWords.Notice(current.Current, time.GetUtcNow()) is not { } notice || announced == (current.Current!.WaitingReason, current.Current.WaitingMeter))
                return;
            announced = (current.Current.WaitingReason, current.Current.WaitingMeter);
            Console.Error.WriteLine(notice);
        }

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
}
