using System.ComponentModel;
using MetaSync.ApiService.Problems;
using MetaSync.ApiService.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MetaSync.ApiService.Events;

/// <summary>The routes that tell of changes as they happen, as server-sent events.</summary>
internal static class EventsApi
{
    public static void AddEvents(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ChangeEvents>();
        builder.Services.AddSingleton<ChangeWatch>();
        builder.Services.AddSingleton<MissedChanges>();
        builder.Services.AddSingleton<EventStream>();
        builder.Services.AddSingleton<EventFeed>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EventFeed>());
    }

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        var events = routes.MapGroup("/api").WithTags("Events")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        events.MapGet("/events", All)
            .WithSummary("Everything that changes, as server-sent events: batch, day, reload, ping. Last-Event-ID goes on where a connection ended.");
        events.MapGet("/sync/{batchId}/events", OfBatchAsync)
            .WithSummary("What changes in one batch, as server-sent events: batch, day, reload, ping, and end when nothing is left of it.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static Results<ServerSentEventsResult<string>, ProblemHttpResult> All(
        EventStream stream, HttpContext context, [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that was received.")] string? lastEventId)
    {
        return Since(lastEventId) is (true, var since)
            ? TypedResults.ServerSentEvents(stream.WatchAsync(null, since, context.Abort, context.RequestAborted))
            : NotAnId(lastEventId);
    }

    private static async Task<Results<ServerSentEventsResult<string>, ProblemHttpResult>> OfBatchAsync(
        string batchId, EventStream stream, SyncProgress progress, HttpContext context,
        [FromHeader(Name = "Last-Event-ID"), Description("The id of the last event that was received.")] string? lastEventId)
    {
        if (!Guid.TryParse(batchId, out var id) || await progress.FindAsync(id, context.RequestAborted) is null)
            return ProblemType.UnknownBatch.Because($"There is no batch '{batchId}'. GET /api/sync lists the newest.");

        return Since(lastEventId) is (true, var since)
            ? TypedResults.ServerSentEvents(stream.WatchAsync(id, since, context.Abort, context.RequestAborted))
            : NotAnId(lastEventId);
    }

    private static (bool IsSound, DateTimeOffset? Since) Since(string? lastEventId) =>
        string.IsNullOrEmpty(lastEventId) ? (true, null) : Changes.Read(lastEventId) is { } since ? (true, since) : (false, null);

    private static ProblemHttpResult NotAnId(string? lastEventId) => ProblemType.InvalidRequest.Because(
        $"Last-Event-ID is '{lastEventId}', which is no id of an event of this stream. Leave it out to begin with what happens from now on.");
}
