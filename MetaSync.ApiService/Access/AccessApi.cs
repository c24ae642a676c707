using System.ComponentModel;
using MetaSync.ApiService.Problems;
using MetaSync.ApiService.Sync;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Access;

/// <summary>What a session has to send with each request that changes something.</summary>
internal sealed record AntiforgeryToken(string Header, string Token);

/// <summary>Who is signed in, and what it may do.</summary>
/// <param name="Name">The name of the key.</param>
/// <param name="Scopes"><c>read</c>, and <c>write</c>.</param>
/// <param name="Access"><c>open</c> or <c>keys</c>.</param>
/// <param name="Environment">The environment that the API runs in.</param>
/// <param name="Antiforgery">Only for who has signed in with a cookie.</param>
internal sealed record Session(string Name, IReadOnlyList<string> Scopes, string Access, string Environment, AntiforgeryToken? Antiforgery);

/// <summary>The routes <c>/api/session</c> and <c>/api/audit</c>, and the sign-in.</summary>
internal static class AccessApi
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 500;

    public static void MapAccess(this WebApplication app)
    {
        var access = app.MapGroup("/api").WithTags("Access").ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        access.MapGet("/session", ReadSession).WithSummary("Who is signed in, and what it may do.");
        access.MapGet("/audit", ListAsync)
            .WithSummary("Who started, cancelled, paused, retried and signed in, the newest first.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        if (app.Services.GetRequiredService<AccessOptions>().Mode is AccessMode.Keys)
            app.MapSignIn();
    }

    private static Ok<Answer<Session>> ReadSession(HttpContext context, AccessOptions options, IHostEnvironment environment)
    {
        AntiforgeryToken? token = null;
        if (context.User.Identity?.AuthenticationType is Schemes.Session)
            token = new(Antiforgery.HeaderName, context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context).RequestToken!);
        return TypedResults.Ok(new Answer<Session>(new(
            Caller.Name(context) ?? "anyone", [.. Caller.Scopes(context.User)], options.Mode is AccessMode.Open ? "open" : "keys", environment.EnvironmentName, token)));
    }

    private static async Task<Results<Ok<Answer<IReadOnlyList<AuditRecord>>>, ProblemHttpResult>> ListAsync(
        AuditRecords records, CancellationToken cancellationToken, [Description("How many, at most.")] int limit = DefaultLimit)
    {
        return limit is < 1 or > MaxLimit
            ? ProblemType.InvalidRequest.Because($"limit is {limit}, and has to be from 1 to {MaxLimit}.")
            : TypedResults.Ok(new Answer<IReadOnlyList<AuditRecord>>(await records.NewestAsync(limit, cancellationToken)));
    }
}
