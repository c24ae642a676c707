using MetaSync.ApiService.Problems;

namespace MetaSync.ApiService.Access;

/// <summary>Refuses what a page of another site has a browser send; also where no key is needed, because the browser stands behind the doors.</summary>
internal static class CrossSiteRequests
{
    public static bool IsSafe(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method) || HttpMethods.IsTrace(request.Method);

    public static Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (IsSafe(context.Request) || IsOwn(context.Request))
            return next(context);

        var origin = context.Request.Headers.Origin;
        return ProblemType.CrossSite.Because(
            $"A page of another site ({(origin.Count > 0 ? Shortened(origin.ToString()) : "which the browser does not name")}) has sent this, and only this API's own page may. "
            + "Programs send no Origin.").ExecuteAsync(context);
    }

    /// <summary>Browsers say where a request comes from, in one header or two; programs say nothing.</summary>
    private static bool IsOwn(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"] is { Count: > 0 } site && site.ToString() is not ("same-origin" or "none"))
            return false;
        if (request.Headers.Origin.Count == 0)
            return true;

        // Only host and port: a proxy that ends TLS makes the two schemes differ.
        return Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && origin.Host.Equals(request.Host.Host, StringComparison.OrdinalIgnoreCase)
            && origin.Port == (request.Host.Port ?? new UriBuilder(origin.Scheme, "host").Uri.Port);
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
