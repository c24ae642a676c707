using System.Text.Json;

namespace MetaSync.Worker.Cli.Client;

/// <summary>Follows a batch to its end: by its events while they come, and by asking where they do not. An API that starts anew is waited for.</summary>
internal sealed class BatchFollowing(ApiClient api, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>For how long an API that does not answer is asked again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <param name="batchId">Which one.</param>
    /// <param name="show">Told of each change, and of how it stands at first.</param>
    /// <param name="cancellationToken">Whoever has seen enough.</param>
    /// <returns>How it ended, or how it stands when a failed day has stopped it.</returns>
    public async Task<ApiAnswer> ToTheEndAsync(Guid batchId, Action<ApiAnswer, Batch> show, CancellationToken cancellationToken)
    {
        var stream = new EventStream(api, batchId, time);
        var answered = time.GetTimestamp();
        object? shown = null;
        for (; ; await Task.Delay(Interval, time, cancellationToken))
        {
            try
            {
                var now = await api.GetAsync($"/api/sync/{batchId}", cancellationToken); // also what happened between two streams
                answered = time.GetTimestamp();
                if (IsOver(now))
                    return now;
                if (!stream.IsAvailable)
                    continue;

                await foreach (var happened in stream.ReadAsync(cancellationToken))
                {
                    answered = time.GetTimestamp();
                    if (happened.EventType is "batch" && new ApiAnswer(JsonElement.Parse(happened.Data)) is var current && IsOver(current))
                        return current;
                }
            }
            catch (Exception exception) when (IsPassing(exception, cancellationToken) && time.GetElapsedTime(answered) < Patience)
            {
                // The batch goes on while the API starts anew.
            }
        }

        bool IsOver(ApiAnswer answer)
        {
            var batch = answer.As<Batch>();
            // An estimate moves with the clock, and is no news.
            var news = (batch.State, batch.Counts, batch.Rows, batch.Current, batch.Paused);
            if (!news.Equals(shown))
                show(answer, batch);
            shown = news;
            return batch.IsFinished || batch.IsStopped;
        }
    }

    private static bool IsPassing(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        ApiProblemException problem => problem.IsPassing,
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        HttpRequestException or IOException => true,
        _ => false,
    };
}
