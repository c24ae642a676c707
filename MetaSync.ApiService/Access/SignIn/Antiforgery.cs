using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;

namespace MetaSync.ApiService.Access;

/// <summary>A browser sends its cookie with whatever a page has it send: what changes something also has to come with a token that only our own page can read.</summary>
internal sealed class Antiforgery(IAntiforgery antiforgery)
{
    public const string HeaderName = "X-MetaSync-Antiforgery";
    public const string FieldName = "antiforgery";

    public async Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        var needsIt = context.User.Identity?.AuthenticationType is Schemes.Session
            && !CrossSiteRequests.IsSafe(context.Request)
            && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null;
        if (!needsIt || await antiforgery.IsRequestValidAsync(context))
        {
            await next(context);
            return;
        }

        await ProblemType.CrossSite.Because(
            $"The header {HeaderName} is missing or out of date. Who signs in with a cookie sends with each request what GET /api/session last gave; "
            + "a program sends its key as 'Authorization: Bearer msk_…' instead.").ExecuteAsync(context);
    }
}
