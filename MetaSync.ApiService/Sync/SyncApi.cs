using System.ComponentModel;
using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Sync;

/// <summary>The routes under <c>/api/sync</c>.</summary>
internal static class SyncApi
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static void AddSyncQueue(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<QueueOptions>().BindConfiguration("Sync").ValidateOnStart();
        builder.Services.AddSingleton<SyncProgress>();
        builder.Services.AddSingleton<DryRun>();
        builder.Services.AddSingleton<RepeatedRequests>();
        builder.Services.AddSingleton<SyncDays>();
        builder.Services.AddSingleton<BatchCancellation>();
        builder.Services.AddSingleton<BatchHold>();
        builder.Services.AddSingleton<BatchReturn>();
        builder.Services.AddHealthChecks().AddCheck<QueueHealth>("queue");
        builder.Services.AddHostedService<QueueGauges>();
    }

    public static void MapSync(this IEndpointRouteBuilder routes)
    {
        var sync = routes.MapGroup("/api/sync").WithTags("Sync").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        sync.MapEnqueue();
        sync.MapGet("/", ListAsync).WithSummary("The newest batches.").ProducesProblem(StatusCodes.Status400BadRequest);

        var batch = sync.MapGroup("/{batchId}").ProducesProblem(StatusCodes.Status404NotFound);
        batch.MapGet("", FindAsync).WithSummary("One batch: its state, how far it is, and why it waits.");
        batch.MapGet("/days", DaysAsync).WithSummary("The days of a batch, in the order in which they were asked for.");
        batch.MapSteering();
    }

    private static async Task<Results<Ok<Answer<IReadOnlyList<SyncBatch>>>, ProblemHttpResult>> ListAsync(
        SyncProgress progress, CancellationToken cancellationToken, [Description("How many, at most.")] int limit = DefaultLimit)
    {
        return limit is < 1 or > MaxLimit
            ? ProblemType.InvalidRequest.Because($"limit is {limit}, and has to be from 1 to {MaxLimit}.")
            : TypedResults.Ok(new Answer<IReadOnlyList<SyncBatch>>(await progress.NewestAsync(limit, cancellationToken)));
    }

    private static async Task<Results<Ok<Answer<SyncBatch>>, ProblemHttpResult>> FindAsync(
        string batchId, SyncProgress progress, CancellationToken cancellationToken)
    {
        return await progress.FindAsync(batchId, cancellationToken) is { } batch
            ? TypedResults.Ok(new Answer<SyncBatch>(batch))
            : Unknown(batchId);
    }

    private static async Task<Results<Ok<Answer<IReadOnlyList<SyncDay>>>, ProblemHttpResult>> DaysAsync(
        string batchId, SyncProgress progress, SyncDays days, CancellationToken cancellationToken)
    {
        return await progress.FindAsync(batchId, cancellationToken) is { } batch
            ? TypedResults.Ok(new Answer<IReadOnlyList<SyncDay>>(await days.OfBatchAsync(batch.BatchId, cancellationToken)))
            : Unknown(batchId);
    }

    internal static ProblemHttpResult Unknown(string batchId) =>
        ProblemType.UnknownBatch.Because($"There is no batch '{batchId}'. GET /api/sync lists the newest.");
}
