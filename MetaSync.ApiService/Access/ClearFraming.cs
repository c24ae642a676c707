using MetaSync.ApiService.Problems;
using Microsoft.Net.Http.Headers;

namespace MetaSync.ApiService.Access;

/// <summary>Refuses a request that says in two ways where it ends: a proxy in front may have followed the other one, and take what comes next for somebody else's request.</summary>
internal static class ClearFraming
{
    /// <summary>Where Kestrel leaves a length that came beside chunks.</summary>
    private const string LengthBesideChunks = "X-Content-Length";

    public static Task RequireAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Headers.ContainsKey(HeaderNames.TransferEncoding) || !context.Request.Headers.ContainsKey(LengthBesideChunks))
            return next(context);
        context.Response.Headers.Connection = "close";
        return ProblemType.InvalidRequest.Because("The request has both Content-Length and Transfer-Encoding, so it can't be told where it ends. Send one of them.").ExecuteAsync(context);
    }
}
