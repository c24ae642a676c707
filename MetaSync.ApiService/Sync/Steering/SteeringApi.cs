using MetaSync.ApiService.Access;
using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Sync;

/// <summary>A batch after it was steered.</summary>
/// <param name="Data">The batch as it stands now.</param>
/// <param name="Days">How many of its days it was done to.</param>
/// <param name="Skipped">How many were left as they are, because they wait in another batch.</param>
internal sealed record SteeredBatch(SyncBatch Data, int Days, int Skipped);

/// <summary>The routes that change a batch on its way.</summary>
internal static class SteeringApi
{
    /// <summary>
    /// Two who change the same batch do so one after the other. A statement of its own, so that the next one sees all that the other has done.
    /// Lanes and accounts are locked before it, days after it.
    /// </summary>
    public const string LockBatch = "SELECT FROM metasync.sync_batches WHERE id = $1 FOR NO KEY UPDATE";

    public static void MapSteering(this IEndpointRouteBuilder batch)
    {
        batch.MapPost("/cancel", CancelAsync).Audited("sync.cancel")
            .WithSummary("Cancels what is left of a batch: days that are in stay, and the running one stops without leaving a trace.");
        batch.MapPost("/pause", PauseAsync).Audited("sync.pause").ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Pauses a batch: the running day ends as it would, the rest leaves the lane, and what stands behind it goes on.");
        batch.MapPost("/resume", ResumeAsync).Audited("sync.resume").ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Lets a paused batch go on: its days take new places at the end of the lane, in their order.");
        batch.MapPost("/retry", RetryAsync).Audited("sync.retry").ProducesProblem(StatusCodes.Status409Conflict)
            .WithSummary("Runs a batch's failed and cancelled days again, and its paused ones: at the end of the lane, with all their tries. A day that waits in another batch is skipped.");
    }

    private static async Task<Results<Ok<SteeredBatch>, ProblemHttpResult>> CancelAsync(
        string batchId, BatchCancellation cancellation, SyncProgress progress, CancellationToken cancellationToken)
    {
        return await progress.FindAsync(batchId, cancellationToken) is not { } batch
            ? SyncApi.Unknown(batchId)
            : await SteeredAsync(progress, batch, new(await cancellation.CancelAsync(batch.BatchId, cancellationToken), 0), cancellationToken);
    }

    private static async Task<Results<Ok<SteeredBatch>, ProblemHttpResult>> PauseAsync(
        string batchId, BatchHold hold, SyncProgress progress, CancellationToken cancellationToken)
    {
        if (await progress.FindAsync(batchId, cancellationToken) is not { } batch)
            return SyncApi.Unknown(batchId);
        if (await hold.PauseAsync(batch.BatchId, cancellationToken) is { } days)
            return await SteeredAsync(progress, batch, new(days, 0), cancellationToken);

        batch = await AsItIsNowAsync(progress, batch, cancellationToken);
        return ProblemType.WrongState.Because(batch.Paused is { } paused
            ? $"Batch {batch.BatchId} has been paused since {paused.Since:u}. POST /api/sync/{batch.BatchId}/resume lets it go on, …/cancel ends it."
            : $"Batch {batch.BatchId} is {batch.State}: it has no day left to pause. POST /api/sync enqueues days, …/{batch.BatchId}/retry those of it that have not come in.");
    }

    private static async Task<Results<Ok<SteeredBatch>, ProblemHttpResult>> ResumeAsync(
        string batchId, BatchReturn back, SyncProgress progress, CancellationToken cancellationToken)
    {
        if (await progress.FindAsync(batchId, cancellationToken) is not { } batch)
            return SyncApi.Unknown(batchId);
        if (await back.ResumeAsync(batch.BatchId, cancellationToken) is { } days)
            return await SteeredAsync(progress, batch, days, cancellationToken);

        batch = await AsItIsNowAsync(progress, batch, cancellationToken);
        return ProblemType.WrongState.Because(
            $"Batch {batch.BatchId} is {batch.State}, and not paused: there is nothing to resume. POST /api/sync/{batch.BatchId}/retry runs its failed and cancelled days again.");
    }

    private static async Task<Results<Ok<SteeredBatch>, ProblemHttpResult>> RetryAsync(
        string batchId, BatchReturn back, SyncProgress progress, CancellationToken cancellationToken)
    {
        if (await progress.FindAsync(batchId, cancellationToken) is not { } batch)
            return SyncApi.Unknown(batchId);
        var days = await back.RetryAsync(batch.BatchId, cancellationToken);
        if (days is { Days: > 0 })
            return await SteeredAsync(progress, batch, days, cancellationToken);

        batch = await AsItIsNowAsync(progress, batch, cancellationToken);
        return ProblemType.WrongState.Because(days is null
            ? $"Batch {batch.BatchId} is {batch.State}: it has no failed, cancelled or paused day to run again. POST /api/sync enqueues days that are in once more."
            : $"Batch {batch.BatchId} is {batch.State}, and the {days.Skipped} days of it that have not come in wait in another batch already. GET /api/sync lists the batches.");
    }

    private static async Task<Ok<SteeredBatch>> SteeredAsync(SyncProgress progress, SyncBatch batch, ReturnedDays days, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SteeredBatch(await AsItIsNowAsync(progress, batch, cancellationToken), days.Days, days.Skipped));

    private static async Task<SyncBatch> AsItIsNowAsync(SyncProgress progress, SyncBatch batch, CancellationToken cancellationToken) =>
        await progress.FindAsync(batch.BatchId, cancellationToken) ?? batch;
}
