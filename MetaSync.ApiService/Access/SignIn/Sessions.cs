using System.Security.Claims;
using MetaSync.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Npgsql;

namespace MetaSync.ApiService.Access;

/// <summary>The page's sign-in: a cookie that holds a key's digest, which is looked up at each request like the key itself.</summary>
internal static class Sessions
{
    private const string CookieName = "metasync-session";
    private const string DigestClaim = "digest";

    private static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    public static AuthenticationBuilder AddSessions(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddDataProtection().SetApplicationName("MetaSync");
        authentication.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(services => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = new DataProtectionKeys(services.GetRequiredService<NpgsqlDataSource>())));
        // That they are stored as they are is meant: who can write the database is the operator, and to read them makes no session (ApiKeyText).
        authentication.Services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));
        authentication.Services.AddAntiforgery(options =>
        {
            options.HeaderName = Antiforgery.HeaderName;
            options.FormFieldName = Antiforgery.FieldName;
            options.SuppressXFrameOptionsHeader = true; // the content security policy says it
            Harden(options.Cookie, "metasync-antiforgery");
        });
        return authentication.AddCookie(Schemes.Session, options =>
        {
            Harden(options.Cookie, CookieName);
            options.ExpireTimeSpan = Idle;
            options.SlidingExpiration = true;
            options.Events.OnValidatePrincipal = ValidateAsync;
        });
    }

    /// <summary>What the cookie of a sign-in holds.</summary>
    public static ClaimsPrincipal Of(byte[] digest) => new(new ClaimsIdentity([new(DigestClaim, Convert.ToBase64String(digest))], Schemes.Session));

    /// <summary>From the key as it is now: one that was revoked ends the session.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var keys = context.HttpContext.RequestServices.GetRequiredService<ApiKeys>();
        var digest = context.Principal?.FindFirstValue(DigestClaim);
        if (digest is not null && await keys.FindAsync(Convert.FromBase64String(digest), context.HttpContext.RequestAborted) is { } key)
        {
            var caller = Caller.Of(key, Schemes.Session);
            caller.Identities.First().AddClaim(new(DigestClaim, digest)); // a cookie that is renewed is made from it
            context.ReplacePrincipal(caller);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Schemes.Session);
    }

    private static void Harden(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Strict;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.IsEssential = true;
    }
}
