using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>What whoever follows a batch gets on stdout.</summary>
internal enum ProgressOutput
{
    /// <summary>One when it has ended well.</summary>
    Sentences,

    /// <summary>The batch when it has ended.</summary>
    JsonAtTheEnd,

    /// <summary>The batch, a line for each change.</summary>
    JsonLines,
}

/// <summary>Follows a batch to its end: with a bar on a terminal, and with a line for each new reason to wait on a pipe.</summary>
internal static class BatchProgress
{
    public static async Task<int> ShowAsync(ApiClient api, Guid batchId, ProgressOutput output, TimeProvider time, CancellationToken cancellationToken)
    {
        var following = new BatchFollowing(api, time);
        var linesWouldMeetTheBar = output is ProgressOutput.JsonLines && !Console.IsOutputRedirected;
        string? announced = null;
        var last = Terminal.IsLive && !linesWouldMeetTheBar
            ? await Terminal.WithBarAsync("Days", tell => following.ToTheEndAsync(
                batchId,
                (answer, batch) =>
                {
                    PrintChange(answer);
                    tell(batch.Counts.Total(), batch.Counts.Finished(), Held(batch) ?? BatchWords.Describe(batch.Current, time.GetUtcNow()));
                },
                cancellationToken))
            : await following.ToTheEndAsync(
                batchId,
                (answer, batch) =>
                {
                    PrintChange(answer);
                    Announce(batch);
                },
                cancellationToken);

        var end = last.As<Batch>();
        if (output is ProgressOutput.JsonAtTheEnd)
            Payload.Json(last);
        if (output is ProgressOutput.Sentences && end.State is "succeeded")
            Payload.Line(BatchOutcome.Sentence(end));
        else if (end.State is not "succeeded")
            Terminal.Say(BatchOutcome.Sentence(end));
        return BatchOutcome.ExitCode(end);

        void PrintChange(ApiAnswer answer)
        {
            if (output is ProgressOutput.JsonLines)
                Payload.Json(answer);
        }

        void Announce(Batch batch)
        {
            var reason = Held(batch) is not null ? "held" : $"{batch.Current?.WaitingReason} {batch.Current?.WaitingMeter}";
            if ((Held(batch) ?? BatchWords.Notice(batch.Current, time.GetUtcNow())) is not { } notice || announced == reason)
                return;
            announced = reason;
            Terminal.Say(notice);
        }
    }

    private static string? Held(Batch batch) => batch is { State: "paused", IsStopped: false } ? $"Paused. 'resume {BatchName.Short(batch.BatchId)}' lets it go on." : null;
}
