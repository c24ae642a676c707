namespace MetaSync.ApiService.Access;

/// <summary>A content security policy of a route's own, or of one answer's.</summary>
internal sealed record ContentSecurityPolicy(string Value);

/// <summary>What every answer tells browsers.</summary>
internal static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static TBuilder WithContentSecurityPolicy<TBuilder>(this TBuilder route, string policy)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new ContentSecurityPolicy(policy));

    /// <summary>Set last, because an error takes away what was set before it.</summary>
    public static Task SetAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = context.Features.Get<ContentSecurityPolicy>()?.Value
                ?? context.GetEndpoint()?.Metadata.GetMetadata<ContentSecurityPolicy>()?.Value ?? Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin"; // with "no-referrer", a browser sends our own forms with the origin null
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
            headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        });
        return next(context);
    }
}
