using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace MetaSync.Tests.Support;

/// <summary>The verbs that change a batch on its way.</summary>
internal static class Steering
{
    /// <summary>Cancels, pauses, resumes or retries a batch, and expects that to be done.</summary>
    /// <returns>The whole answer.</returns>
    public static async Task<JsonNode> SteerAsync(this SyncApplication app, Guid batchId, string verb, CancellationToken cancellationToken)
    {
        using var response = await app.Api.PostAsync($"/api/sync/{batchId}/{verb}", null, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    /// <summary>Tries to, and expects a refusal because of the batch's state.</summary>
    /// <returns>What the refusal says.</returns>
    public static async Task<string> RefusesToAsync(this SyncApplication app, Guid batchId, string verb, CancellationToken cancellationToken)
    {
        using var response = await app.Api.PostAsync($"/api/sync/{batchId}/{verb}", null, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.Conflict, body);
        var problem = JsonNode.Parse(body)!;
        Assert.Equal("urn:metasync:problem:wrong-state", problem["type"]!.GetValue<string>());
        return problem["detail"]!.GetValue<string>();
    }

    /// <summary>Sends any request to enqueue, and expects it to be accepted.</summary>
    public static async Task<Receipt> EnqueueAsync(this SyncApplication app, object request, CancellationToken cancellationToken)
    {
        using var response = await app.PostAsync(request, cancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(cancellationToken));
        return (await response.Content.ReadFromJsonAsync<Envelope<Receipt>>(cancellationToken))!.Data;
    }

    /// <summary>Asks what a request would bring about.</summary>
    public static async Task<JsonNode> DryRunAsync(this SyncApplication app, object request, CancellationToken cancellationToken)
    {
        using var response = await app.PostAsync(request, cancellationToken);
        var body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.StatusCode is HttpStatusCode.OK, body);
        return JsonNode.Parse(body)!["data"]!;
    }

    /// <summary>How many days of the batch are in each state, such as <c>queued 3, succeeded 2</c>.</summary>
    public static async Task<string> StatesAsync(this SyncApplication app, Guid batchId, CancellationToken cancellationToken) =>
        await app.ScalarAsync<string>($"""
            SELECT string_agg(state || ' ' || days, ', ' ORDER BY state)
            FROM (SELECT state, count(*) AS days FROM metasync.sync_days WHERE batch_id = '{batchId}' GROUP BY state) AS states
            """, cancellationToken) ?? "";

    /// <summary>Waits until Quartz has no day job left.</summary>
    public static Task NoJobIsLeftAsync(this SyncApplication app, CancellationToken cancellationToken) => Eventually.TrueAsync(
        async () => await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'meta_sync'", cancellationToken) == 0,
        "the queue is empty", cancellationToken);
}
