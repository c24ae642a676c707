using System.Net.Http.Json;
using System.Text.Json;

namespace MetaSync.AppHost;

/// <summary>What the dashboard shows of the API besides its state: addresses by their names, and buttons.</summary>
internal static class Dashboard
{
    private const string Endpoint = "http";
    private const int Week = 7;

    public static IResourceBuilder<ProjectResource> WithNamedUrls(this IResourceBuilder<ProjectResource> api) => api
        .WithUrlForEndpoint(Endpoint, url => url.DisplayText = "Page")
        .WithUrlForEndpoint(Endpoint, _ => new ResourceUrlAnnotation { Url = "/reference", DisplayText = "API reference" })
        .WithUrlForEndpoint(Endpoint, _ => new ResourceUrlAnnotation { Url = "/health", DisplayText = "Health" });

    public static IResourceBuilder<ProjectResource> WithCommands(this IResourceBuilder<ProjectResource> api) => api
        .WithHttpCommand("/api/sync", "Sync the last 7 days", Endpoint, "sync-last-7-days", new()
        {
            Description = "Enqueues the last 7 whole days of all accounts.",
            IconName = "ArrowSync",
            IsHighlighted = true,
            PrepareRequest = AskForLastWeek,
        })
        .WithHttpCommand("/api/sync", "Pause", Endpoint, "pause", new()
        {
            Description = "Pauses the newest batch that is not finished.",
            IconName = "Pause",
            PrepareRequest = context => TurnToBatchAsync(context, "pause", state => state is not ("paused" or "succeeded" or "failed" or "cancelled")),
        })
        .WithHttpCommand("/api/sync", "Resume", Endpoint, "resume", new()
        {
            Description = "Lets the newest paused batch go on.",
            IconName = "Play",
            PrepareRequest = context => TurnToBatchAsync(context, "resume", state => state is "paused"),
        });

    /// <summary>Yesterday by UTC has begun everywhere, and is whole almost everywhere.</summary>
    private static Task AskForLastWeek(HttpCommandRequestContext context)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        context.Request.Content = JsonContent.Create(new { startDate = today.AddDays(-Week), endDate = today.AddDays(-1) });
        return Task.CompletedTask;
    }

    private static async Task TurnToBatchAsync(HttpCommandRequestContext context, string action, Func<string?, bool> fits)
    {
        var newest = new Uri(context.Request.RequestUri!, "/api/sync?limit=50");
        var batches = await context.HttpClient.GetFromJsonAsync<JsonElement>(newest, context.CancellationToken);
        var batch = batches.GetProperty("data").EnumerateArray().FirstOrDefault(batch => fits(batch.GetProperty("state").GetString()));
        if (batch.ValueKind is JsonValueKind.Undefined)
            throw new InvalidOperationException($"None of the 50 newest batches is there to {action}.");
        context.Request.RequestUri = new Uri(newest, $"/api/sync/{batch.GetProperty("batchId").GetString()}/{action}");
    }
}
