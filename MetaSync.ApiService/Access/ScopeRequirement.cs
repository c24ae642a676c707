using MetaSync.Access;
using Microsoft.AspNetCore.Authorization;

namespace MetaSync.ApiService.Access;

/// <summary>That a caller has a scope.</summary>
/// <param name="Scope">Which one; null for the one of the method, so that a route that changes something can't be left open to readers.</param>
internal sealed record ScopeRequirement(string? Scope) : IAuthorizationRequirement
{
    public string Of(HttpRequest request) => Scope ?? (CrossSiteRequests.IsSafe(request) ? AccessScope.Read : AccessScope.Write);
}

internal sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext http && Caller.Has(context.User, requirement.Of(http.Request)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
