using System.ComponentModel;
using System.Text.Json;
using MetaSync.ApiService.Access;
using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Problems;
using MetaSync.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MetaSync.ApiService.Sync;

/// <summary>The routes under <c>/api/sync</c>.</summary>
internal static class SyncApi
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    /// <summary>A field given twice is a mistake, and reading one of the two would hide it.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static void AddSyncQueue(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<QueueOptions>().BindConfiguration("Sync").ValidateOnStart();
        builder.Services.AddSingleton<SyncProgress>();
        builder.Services.AddSingleton<BatchCancellation>();
        builder.Services.AddHostedService<QueueGauges>();
    }

    public static void MapSync(this IEndpointRouteBuilder routes)
    {
        var sync = routes.MapGroup("/api/sync").WithTags("Sync").ProducesProblem(StatusCodes.Status503ServiceUnavailable);

        sync.MapPost("/", EnqueueAsync)
            .WithSummary("Enqueues one job for each day of a range and each account, all of them or none.")
            .Accepts<SyncRequest>("application/json")
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
            .Audited("sync.enqueue");
        sync.MapGet("/", ListAsync).WithSummary("The newest batches.").ProducesProblem(StatusCodes.Status400BadRequest);

        var batch = sync.MapGroup("/{batchId}").ProducesProblem(StatusCodes.Status404NotFound);
        batch.MapGet("", FindAsync).WithSummary("One batch: its state, how far it is, and why it waits.");
        batch.MapPost("/cancel", CancelAsync).WithSummary("Cancels what is left of a batch: days that are in stay, and the running one stops without leaving a trace.").Audited("sync.cancel");
        batch.MapGet("/days", DaysAsync).WithSummary("The days of a batch, in the order in which they run.");
    }

    private static async Task<Results<Accepted<Answer<SyncReceipt>>, ValidationProblem, ProblemHttpResult>> EnqueueAsync(
        HttpRequest request, SyncQueue queue, KnownAccounts accounts, IOptions<QueueOptions> options, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType())
        {
            return ProblemType.WrongContentType.Because($"Content-Type is '{request.ContentType}', and has to be application/json.");
        }

        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(request.Body, Strict, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the second for half a surrogate pair
        {
            return ProblemType.InvalidRequest.Because($"The body can't be read as JSON: {exception.Message}");
        }

        using (body)
        {
            var reader = new SyncRequestReader(await accounts.ListAsync(cancellationToken), time.GetUtcNow());
            SyncPlan? plan;
            try
            {
                plan = reader.Read(body.RootElement);
            }
            catch (InvalidOperationException exception) // half a surrogate pair is JSON, and no text
            {
                return ProblemType.InvalidRequest.Because($"The body has a string that is not Unicode text: {exception.Message}");
            }

            if (plan is null)
                return ProblemType.OfFields(reader.Errors);

            var receipt = await queue.EnqueueAsync(BatchPlan.OfRange(plan.DateRange, plan.Accounts, options.Value.Lanes), cancellationToken);
            return TypedResults.Accepted($"/api/sync/{receipt.BatchId}", new Answer<SyncReceipt>(receipt));
        }
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
        return Guid.TryParse(batchId, out var id) && await progress.FindAsync(id, cancellationToken) is { } batch
            ? TypedResults.Ok(new Answer<SyncBatch>(batch))
            : Unknown(batchId);
    }

    private static async Task<Results<Ok<Answer<SyncBatch>>, ProblemHttpResult>> CancelAsync(
        string batchId, BatchCancellation cancellation, SyncProgress progress, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(batchId, out var id) || await progress.FindAsync(id, cancellationToken) is null)
            return Unknown(batchId);

        await cancellation.CancelAsync(id, cancellationToken);
        return TypedResults.Ok(new Answer<SyncBatch>((await progress.FindAsync(id, cancellationToken))!));
    }

    private static async Task<Results<Ok<Answer<IReadOnlyList<SyncDay>>>, ProblemHttpResult>> DaysAsync(
        string batchId, SyncProgress progress, CancellationToken cancellationToken)
    {
        return Guid.TryParse(batchId, out var id) && await progress.FindAsync(id, cancellationToken) is not null
            ? TypedResults.Ok(new Answer<IReadOnlyList<SyncDay>>(await progress.DaysAsync(id, cancellationToken)))
            : Unknown(batchId);
    }

    private static ProblemHttpResult Unknown(string batchId) =>
        ProblemType.UnknownBatch.Because($"There is no batch '{batchId}'. GET /api/sync lists the newest.");
}
