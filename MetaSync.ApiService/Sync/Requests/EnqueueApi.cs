using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MetaSync.ApiService.Access;
using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Problems;
using MetaSync.Sync;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace MetaSync.ApiService.Sync;

/// <summary>What the route needs.</summary>
internal sealed record EnqueueServices(
    SyncQueue Queue, DryRun DryRun, RepeatedRequests Repeated, KnownAccounts Accounts, IOptions<QueueOptions> Options, TimeProvider Time);

/// <summary>The route that enqueues: <c>POST /api/sync</c>.</summary>
internal static class EnqueueApi
{
    private const string KeyHeader = "Idempotency-Key";
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const int MaxKeyLength = 255;

    /// <summary>A field given twice is a mistake, and reading one of the two would hide it.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    public static void MapEnqueue(this IEndpointRouteBuilder sync) => sync.MapPost("/", EnqueueAsync)
        .WithSummary("Enqueues the days of a range for each account, all that are wanted or none; or says what it would enqueue.")
        .Accepts<SyncRequest>("application/json")
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
        .ProducesProblem(StatusCodes.Status415UnsupportedMediaType)
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity)
        .Audited("sync.enqueue");

    private static async Task<Results<Accepted<Answer<SyncReceipt>>, Ok<Answer<DryRunAnswer>>, ValidationProblem, ProblemHttpResult>> EnqueueAsync(
        HttpContext context,
        [AsParameters] EnqueueServices services,
        [FromHeader(Name = KeyHeader), Description("Your name for this request, 1 to 255 visible ASCII characters: however often it is sent, it brings about one batch.")] string? key,
        CancellationToken cancellationToken)
    {
        if (!context.Request.HasJsonContentType())
            return ProblemType.WrongContentType.Because($"Content-Type is '{context.Request.ContentType}', and has to be application/json.");
        if (key is not null && (key.Length is 0 or > MaxKeyLength || key.Any(character => character is < '!' or > '~')))
            return ProblemType.OfFields(new Dictionary<string, string[]> { [KeyHeader] = [$"{KeyHeader} is '{RequestFields.Shortened(key)}', and has to be 1 to {MaxKeyLength} visible ASCII characters."] });

        JsonDocument body;
        try
        {
            body = await JsonDocument.ParseAsync(context.Request.Body, Strict, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // the second for half a surrogate pair
        {
            return ProblemType.InvalidRequest.Because($"The body can't be read as JSON: {exception.Message}");
        }

        using (body)
        {
            var caller = context.User.Identity?.Name;
            var named = key is null ? null : new IdempotencyKey(key, SHA256.HashData(Encoding.UTF8.GetBytes(body.RootElement.GetRawText())));
            if (named is not null && await services.Repeated.FindAsync(caller, named.Text, cancellationToken) is { } earlier)
                return Again(context, named, earlier);

            var reader = new SyncRequestReader(await services.Accounts.ListAsync(cancellationToken), services.Time.GetUtcNow());
            if (!TryRead(reader, body, out var plan, out var problem))
                return problem is null ? ProblemType.OfFields(reader.Errors) : problem;

            var batch = plan.ToBatch(services.Options.Value.Lanes) with { RequestedBy = caller, Key = named };
            if (plan.DryRun)
                return TypedResults.Ok(new Answer<DryRunAnswer>(await services.DryRun.TellAsync(batch, cancellationToken)));

            return await services.Queue.EnqueueAsync(batch, cancellationToken) is { } receipt
                ? Accepted(receipt)
                : Again(context, named!, (await services.Repeated.FindAsync(caller, named!.Text, cancellationToken))!); // its twin was a moment faster
        }
    }

    private static bool TryRead(SyncRequestReader reader, JsonDocument body, [NotNullWhen(true)] out SyncPlan? plan, out ProblemHttpResult? problem)
    {
        (plan, problem) = (null, null);
        try
        {
            plan = reader.Read(body.RootElement);
        }
        catch (InvalidOperationException exception) // half a surrogate pair is JSON, and no text
        {
            problem = ProblemType.InvalidRequest.Because($"The body has a string that is not Unicode text: {exception.Message}");
        }

        return plan is not null;
    }

    private static Results<Accepted<Answer<SyncReceipt>>, Ok<Answer<DryRunAnswer>>, ValidationProblem, ProblemHttpResult> Again(
        HttpContext context, IdempotencyKey key, EarlierRequest earlier)
    {
        if (!earlier.RequestHash.AsSpan().SequenceEqual(key.RequestHash))
        {
            return ProblemType.KeyReused.Because(
                $"{KeyHeader} '{RequestFields.Shortened(key.Text)}' came with another request before, which brought about batch {earlier.Receipt.BatchId}. Nothing was enqueued: give this one a key of its own.");
        }

        context.Response.Headers[ReplayedHeader] = "true";
        return Accepted(earlier.Receipt);
    }

    private static Accepted<Answer<SyncReceipt>> Accepted(SyncReceipt receipt) =>
        TypedResults.Accepted($"/api/sync/{receipt.BatchId}", new Answer<SyncReceipt>(receipt));
}
