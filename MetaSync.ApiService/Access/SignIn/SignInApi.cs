using MetaSync.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Access;

/// <summary>The routes <c>/sign-in</c> and <c>/sign-out</c>.</summary>
internal static class SignInApi
{
    private const string Home = "~/";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in", ShowAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-in", SignInAsync).AllowAnonymous().ExcludeFromDescription();
        routes.MapPost("/sign-out", (Delegate)SignOutAsync).RequireAuthorization(AccessPolicies.Read).Audited("sign-out").ExcludeFromDescription();
    }

    private static async Task<Results<RedirectHttpResult, ContentHttpResult>> ShowAsync(
        HttpContext context, ApiKeys keys, CancellationToken cancellationToken, string returnUrl = Home)
    {
        return context.User.Identity?.IsAuthenticated is true
            ? TypedResults.LocalRedirect(Local(returnUrl))
            : SignInPage.Show(Local(returnUrl), null, !await keys.IsAnyUsableAsync(cancellationToken), StatusCodes.Status200OK);
    }

    private static async Task<Results<RedirectHttpResult, ContentHttpResult, StatusCodeHttpResult>> SignInAsync(
        HttpContext context, ApiKeys keys, AuditLog audit, Tries tries, CancellationToken cancellationToken)
    {
        if (!context.Request.HasFormContentType)
            return TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType);

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var returnUrl = Local(form["returnUrl"].ToString());
        if (tries.Look(context) is { } pause)
            return await TooManyAsync(pause);

        var digest = ApiKeyText.Digest(form["key"].ToString().Trim());
        if (digest is null || await keys.FindAsync(digest, cancellationToken) is not { } key)
        {
            if (tries.Spend(context) is { } wait)
                return await TooManyAsync(wait);
            await audit.RecordAsync(AuditFilter.Entry(context, "sign-in"), AuditOutcome.Refused, StatusCodes.Status401Unauthorized, cancellationToken);
            return SignInPage.Show(returnUrl, SignInPage.WrongKey, !await keys.IsAnyUsableAsync(cancellationToken), StatusCodes.Status401Unauthorized);
        }

        await audit.RecordAsync(AuditFilter.Entry(context, "sign-in") with { Actor = key.Name }, AuditOutcome.Done, StatusCodes.Status302Found, cancellationToken);
        await context.SignInAsync(Schemes.Session, Sessions.Of(digest));
        return TypedResults.LocalRedirect(returnUrl);

        async Task<ContentHttpResult> TooManyAsync(TimeSpan wait)
        {
            Tries.RetryAfter(context, wait);
            return SignInPage.Show(
                returnUrl, $"Too many keys from your address were refused. Try again in {Math.Ceiling(wait.TotalSeconds)} seconds.",
                !await keys.IsAnyUsableAsync(cancellationToken), StatusCodes.Status429TooManyRequests);
        }
    }

    private static async Task<RedirectHttpResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(Schemes.Session);
        return TypedResults.LocalRedirect("~/sign-in");
    }

    /// <summary>Only ever on this host: else a link to our sign-in could lead to somebody else's page.</summary>
    private static string Local(string returnUrl) => RedirectHttpResult.IsLocalUrl(returnUrl) ? returnUrl : Home;
}
