using MetaSync.ApiService.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Page;

/// <summary>The page at <c>/</c>, and its parts under <c>/assets</c>.</summary>
internal static class PageApi
{
    private const string Document = "index.html";

    /// <summary>Finds the files also where the API runs from its build output, outside of Development.</summary>
    public static void AddPage(this WebApplicationBuilder builder) => builder.WebHost.UseStaticWebAssets();

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", ReadDocument).ExcludeFromDescription();
        routes.MapStaticAssets().AllowAnonymousUnder("assets/"); // the sign-in is made of them too
    }

    private static Results<FileStreamHttpResult, RedirectHttpResult> ReadDocument(HttpContext context, IWebHostEnvironment host)
    {
        if (!context.Request.Path.HasValue)
            return TypedResults.Redirect($"{context.Request.PathBase}/{context.Request.QueryString}"); // the page's addresses count from where it is

        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.Stream(host.WebRootFileProvider.GetFileInfo(Document).CreateReadStream(), "text/html; charset=utf-8");
    }
}
