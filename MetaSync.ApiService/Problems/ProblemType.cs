using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MetaSync.ApiService.Problems;

/// <summary>A kind of error that a client can tell from others by <c>type</c>. <c>docs/errors.md</c> lists them with their remedies.</summary>
/// <param name="Name">The last part of <c>type</c>.</param>
/// <param name="Status">The HTTP status that it comes with.</param>
/// <param name="Title">What is the same in each case of it.</param>
internal sealed record ProblemType(string Name, int Status, string Title)
{
    public static readonly ProblemType InvalidRequest = new("invalid-request", StatusCodes.Status400BadRequest, "The request is not valid");
    public static readonly ProblemType NotSignedIn = new("not-signed-in", StatusCodes.Status401Unauthorized, "Nobody is signed in");
    public static readonly ProblemType NotAllowed = new("not-allowed", StatusCodes.Status403Forbidden, "The key does not allow it");
    public static readonly ProblemType CrossSite = new("cross-site", StatusCodes.Status403Forbidden, "The request does not come from this page");
    public static readonly ProblemType UnknownBatch = new("unknown-batch", StatusCodes.Status404NotFound, "There is no such batch");
    public static readonly ProblemType UnknownAddress = new("unknown-address", StatusCodes.Status404NotFound, "There is nothing at this address");
    public static readonly ProblemType WrongMethod = new("wrong-method", StatusCodes.Status405MethodNotAllowed, "The address does not take this method");
    public static readonly ProblemType WrongState = new("wrong-state", StatusCodes.Status409Conflict, "The batch is not in a state for it");
    public static readonly ProblemType TooLarge = new("too-large", StatusCodes.Status413PayloadTooLarge, "The body is too large");
    public static readonly ProblemType WrongContentType = new("wrong-content-type", StatusCodes.Status415UnsupportedMediaType, "The body has the wrong content type");
    public static readonly ProblemType KeyReused = new("idempotency-key-reused", StatusCodes.Status422UnprocessableEntity, "The idempotency key came with another request");
    public static readonly ProblemType TooManyRequests = new("too-many-requests", StatusCodes.Status429TooManyRequests, "Too many requests");
    public static readonly ProblemType Unexpected = new("unexpected", StatusCodes.Status500InternalServerError, "Something unexpected happened");
    public static readonly ProblemType DatabaseUnavailable = new("database-unavailable", StatusCodes.Status503ServiceUnavailable, "The database can't be used right now");

    /// <summary>All of them, in the order of their status.</summary>
    public static IReadOnlyList<ProblemType> All { get; } =
    [
        InvalidRequest, NotSignedIn, NotAllowed, CrossSite, UnknownAddress, UnknownBatch, WrongMethod, WrongState, TooLarge, WrongContentType, KeyReused,
        TooManyRequests, Unexpected, DatabaseUnavailable,
    ];

    /// <summary>The URI by which a client knows it.</summary>
    public string Uri => $"urn:metasync:problem:{Name}";

    /// <summary>An answer of a handler.</summary>
    /// <param name="detail">What is wrong in this case, with the value, and the way out.</param>
    public ProblemHttpResult Because(string detail) => TypedResults.Problem(Describe(detail));

    /// <summary>The answer for fields that are not valid.</summary>
    public static ValidationProblem OfFields(IDictionary<string, string[]> errors) => TypedResults.ValidationProblem(
        errors, string.Join(' ', errors.Values.SelectMany(complaints => complaints)), title: InvalidRequest.Title, type: InvalidRequest.Uri);

    /// <summary>The document itself.</summary>
    public ProblemDetails Describe(string detail) => new() { Type = Uri, Title = Title, Status = Status, Detail = detail };

    /// <summary>Names the type of an answer that the framework has made.</summary>
    public static void Complete(ProblemDetailsContext context)
    {
        var problem = context.ProblemDetails;
        if (problem.Type?.StartsWith("urn:metasync:", StringComparison.Ordinal) is not true && All.FirstOrDefault(type => type.Status == problem.Status) is { } type)
            (problem.Type, problem.Title) = (type.Uri, type.Title);
    }
}
