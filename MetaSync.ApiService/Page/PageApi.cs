using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Page;

/// <summary>The page at <c>/</c>, and its parts under <c>/assets</c>.</summary>
internal static class PageApi
{
    private const string Document = "index.html";

    /// <summary>Everything comes from this host, and nothing stands in the document itself.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Finds the files also where the API runs from its build output, outside of Development.</summary>
    public static void AddPage(this WebApplicationBuilder builder) => builder.WebHost.UseStaticWebAssets();

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ReadDocument).ExcludeFromDescription();
        routes.MapStaticAssets().Add(endpoint =>
        {
            if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: { } path } && path.StartsWith("assets/", StringComparison.Ordinal))
                endpoint.Metadata.Add(new AllowAnonymousAttribute()); // the sign-in is made of them too
        });
    }

    private static FileStreamHttpResult ReadDocument(IWebHostEnvironment host, HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        return TypedResults.Stream(host.WebRootFileProvider.GetFileInfo(Document).CreateReadStream(), "text/html; charset=utf-8");
    }
}
