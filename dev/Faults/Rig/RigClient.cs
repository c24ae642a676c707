using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using MetaSync.Faults.History;

namespace MetaSync.Faults.Rig;

/// <summary>What is asked for.</summary>
internal sealed record RangeRequest(DateOnly Start, DateOnly End)
{
    public IReadOnlyList<string>? Accounts { get; init; }

    public string Mode { get; init; } = "all";

    public string Priority { get; init; } = "normal";

    public bool StopOnFailure { get; init; }

    /// <summary>The idempotency key: with it a request may be sent again until its answer comes.</summary>
    public string? Key { get; init; }
}

/// <summary>Asks the API as any program would, and keeps a log of what it asked and what it knows about it: done, refused, or unknown.</summary>
internal sealed class RigClient(Uri api) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = api, Timeout = TimeSpan.FromSeconds(60) };
    private readonly ConcurrentQueue<ClientEntry> _log = new();

    /// <summary>All requests and their answers, in the order of the answers.</summary>
    public IReadOnlyList<ClientEntry> Log => [.. _log];

    /// <summary>Begins a new log.</summary>
    public void Forget() => _log.Clear();

    /// <summary>Asks for a range once.</summary>
    public async Task<ClientEntry> EnqueueAsync(RangeRequest range, CancellationToken cancellationToken)
    {
        var sent = TimeProvider.System.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sync")
        {
            Content = JsonContent.Create(new
            {
                startDate = range.Start,
                endDate = range.End,
                accounts = range.Accounts,
                mode = range.Mode,
                priority = range.Priority,
                stopOnFailure = range.StopOnFailure,
            }, options: Omitting),
        };
        if (range.Key is { } key)
            request.Headers.Add("Idempotency-Key", key);
        return await SendAsync(new("enqueue", sent, sent, Known.Unknown) { Range = range, Key = range.Key }, request, cancellationToken);
    }

    /// <summary>Asks for a range with a key until it is known what has become of it.</summary>
    public async Task<ClientEntry> EnqueueSurelyAsync(RangeRequest range, CancellationToken cancellationToken)
    {
        range = range with { Key = range.Key ?? $"{Guid.NewGuid():N}" };
        ClientEntry? answer = null;
        await Until.CertainlyAsync(async () => (answer = await EnqueueAsync(range, cancellationToken)).Known is not Known.Unknown, $"the API answers for {range}", cancellationToken);
        return answer!.Known is Known.Done ? answer : throw new InvalidOperationException($"The API refuses {range}: {answer.Text}");
    }

    /// <summary>Has a batch cancelled, paused, resumed or retried.</summary>
    public async Task<ClientEntry> SteerAsync(Guid batch, string verb, CancellationToken cancellationToken)
    {
        var sent = TimeProvider.System.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sync/{batch}/{verb}");
        return await SendAsync(new(verb, sent, sent, Known.Unknown) { BatchId = batch }, request, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private static readonly JsonSerializerOptions Omitting = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private async Task<ClientEntry> SendAsync(ClientEntry asked, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(asked, request, cancellationToken);
        answer = answer with { Answered = TimeProvider.System.GetUtcNow() };
        _log.Enqueue(answer);
        return answer;
    }

    private async Task<ClientEntry> AskAsync(ClientEntry asked, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.IsSuccessStatusCode)
                return Done(asked, text);
            // 5xx: the API itself says that an answer to the commit may have been lost.
            return asked with { Known = (int)response.StatusCode < 500 ? Known.Refused : Known.Unknown, Text = text };
        }
        catch (HttpRequestException exception)
        {
            return asked with { Text = exception.Message };
        }
        catch (TaskCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return asked with { Text = exception.Message };
        }
    }

    private static ClientEntry Done(ClientEntry asked, string text)
    {
        using var body = JsonDocument.Parse(text);
        var data = body.RootElement.GetProperty("data");
        return asked.Verb != "enqueue" ? asked with { Known = Known.Done } : asked with
        {
            Known = Known.Done,
            BatchId = data.GetProperty("batchId").GetGuid(),
            Days = data.GetProperty("jobCount").GetInt32(),
            Skipped = data.GetProperty("skipped").GetInt32(),
        };
    }
}
