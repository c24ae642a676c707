using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace MetaSync.Worker.Cli.Client;

/// <summary>The events of one batch, as the API sends them while they happen.</summary>
internal sealed class EventStream(ApiClient api, Guid batchId, TimeProvider time)
{
    /// <summary>The API says something every 15 seconds; who is silent for three times as long is gone, or held back by something in between.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    private string? _lastEventId;

    /// <summary>Whether there is such a stream; else there is only asking again and again.</summary>
    public bool IsAvailable { get; private set; } = true;

    /// <summary>The events from where the last stream ended; none when there is no stream. Ends with the stream, or when it is silent for too long.</summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(cancellationToken);
        if (response is null)
            yield break;

        using var silent = new CancellationTokenSource(Silence, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silent.Token, cancellationToken);
        var parser = SseParser.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        await using var events = parser.EnumerateAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(events, cancellationToken))
        {
            silent.CancelAfter(Silence);
            _lastEventId = parser.LastEventId is { Length: > 0 } id ? id : _lastEventId;
            yield return events.Current;
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<SseItem<string>> events, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            IsAvailable = false; // something in between keeps the events to itself
            return false;
        }
    }

    private async Task<HttpResponseMessage?> OpenAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/sync/{batchId}/events");
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (_lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", _lastEventId);
        try
        {
            var response = await api.OpenAsync(request, cancellationToken);
            if (response.Content.Headers.ContentType?.MediaType is "text/event-stream")
                return response;
            response.Dispose();
        }
        catch (ApiProblemException problem) when (problem.Status is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotAcceptable)
        {
            // A proxy or an older API: the batch can be asked for all the same.
        }

        IsAvailable = false;
        return null;
    }
}
