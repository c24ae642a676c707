using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace MetaSync.Tests.Support;

/// <summary>Watches a stream of server-sent events, as a page does.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    /// <summary>Twice as long as between two pings: who hears nothing for so long is told of nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _gone;
    private readonly Channel<Received> _received = Channel.CreateUnbounded<Received>();
    private readonly Task _reading;

    private EventReader(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        _gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = ReadAsync(response, _gone.Token);
    }

    /// <summary>The id of the newest event that had one.</summary>
    public string? LastId { get; private set; }

    /// <summary>Ends when the server ends the stream.</summary>
    public Task Ended => _reading;

    public static async Task<EventReader> OpenAsync(HttpClient api, string path, CancellationToken cancellationToken, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
            request.Headers.Add("Last-Event-ID", lastId);
        var response = await api.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(response, cancellationToken);
    }

    /// <summary>The next event, whatever it is.</summary>
    public async Task<Received> NextAsync(CancellationToken cancellationToken) =>
        await _received.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, TimeProvider.System, cancellationToken);

    /// <summary>The next one of which something is true; those before it are passed over.</summary>
    public async Task<Received> NextAsync(Func<Received, bool> condition, CancellationToken cancellationToken)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await NextAsync(cancellationToken) is var received && condition(received))
                return received;
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < Patience, "What was waited for was never told.");
        }
    }

    /// <summary>All that are left once the server has ended the stream.</summary>
    public async Task<IReadOnlyList<Received>> RestAsync(CancellationToken cancellationToken) =>
        await _received.Reader.ReadAllAsync(cancellationToken).ToListAsync(cancellationToken);

    private async Task ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using (response)
            {
                await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
                await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancellationToken))
                {
                    LastId = item.EventId ?? LastId;
                    await _received.Writer.WriteAsync(new(item.EventType, JsonNode.Parse(item.Data)!, TimeProvider.System.GetUtcNow()), cancellationToken);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The reader has gone, or the connection has.
        }
        finally
        {
            _received.Writer.Complete();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _reading;
        _gone.Dispose();
    }
}

/// <summary>An event, and when it came.</summary>
internal sealed record Received(string Kind, JsonNode Data, DateTimeOffset At);
