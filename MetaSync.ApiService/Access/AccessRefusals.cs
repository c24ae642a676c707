using MetaSync.Access;
using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace MetaSync.ApiService.Access;

/// <summary>Answers who may not come in. A wrong key, an expired one, a revoked one and none are told the same.</summary>
internal sealed class AccessRefusals(AuditLog audit, Tries tries, ILogger<AccessRefusals> logger) : IAuthorizationMiddlewareResultHandler
{
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            await next(context);
        else if (authorizeResult.Forbidden)
            await ForbidAsync(context, policy);
        else
            await ChallengeAsync(context);
    }

    private async Task ForbidAsync(HttpContext context, AuthorizationPolicy policy)
    {
        var scope = policy.Requirements.OfType<ScopeRequirement>().First().Of(context.Request);
        if (context.GetEndpoint()?.Metadata.GetMetadata<AuditedAction>() is { } audited)
            await audit.RecordAsync(AuditFilter.Entry(context, audited.Action), AuditOutcome.Refused, StatusCodes.Status403Forbidden, context.RequestAborted);
        await ProblemType.NotAllowed.Because(
            $"The key '{Caller.Name(context)}' does not have the scope '{scope}', which {context.Request.Method} needs here. "
            + $"Use a key that has it: `keys create <name> --scope {scope}` makes one.").ExecuteAsync(context);
    }

    private async Task ChallengeAsync(HttpContext context)
    {
        if (context.Request.Headers.Authorization.Count > 0)
        {
            logger.KeyRefused(Caller.Address(context));
            if (tries.Spend(context) is { } wait)
            {
                await Tries.TooMany(context, wait).ExecuteAsync(context);
                return;
            }

            await audit.RecordAsync(AuditFilter.Entry(context, "key.refused"), AuditOutcome.Refused, StatusCodes.Status401Unauthorized, context.RequestAborted);
        }

        if (IsForAPerson(context.Request))
        {
            context.Response.Redirect($"{context.Request.PathBase}/sign-in{QueryString.Create("returnUrl", $"{context.Request.PathBase}{context.Request.Path}{context.Request.QueryString}")}");
            return;
        }

        context.Response.Headers.WWWAuthenticate = "Bearer realm=\"MetaSync\"";
        await ProblemType.NotSignedIn.Because(
            "This takes a key that is valid now: send it as 'Authorization: Bearer msk_…', or sign in at /sign-in. "
            + "Whoever runs MetaSync makes one with `keys create`.").ExecuteAsync(context);
    }

    /// <summary>A person who opens a page is led to the sign-in; a program gets a status that it understands.</summary>
    private static bool IsForAPerson(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments("/api") && request.Headers.Authorization.Count == 0
        && request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
}
