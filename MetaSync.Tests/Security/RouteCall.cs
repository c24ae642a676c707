using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;

namespace MetaSync.Tests.Security;

/// <summary>A call of a route, as the router knows it: a route that somebody adds is checked without being named.</summary>
internal sealed partial record RouteCall(string Method, string Path)
{
    /// <summary>A call for each method of each route.</summary>
    /// <param name="routes">As the router has them.</param>
    /// <param name="value">What stands for the parameters; a batch that nobody has when left out, so that what is allowed changes nothing.</param>
    public static IReadOnlyList<RouteCall> Of(IEnumerable<RouteEndpoint> routes, string value = "0199c0de-0000-7000-8000-000000000000") =>
        [.. routes.SelectMany(route =>
            {
                var path = "/" + Parameter().Replace(route.RoutePattern.RawText!, value).Trim('/');
                var methods = route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } named ? named : ["GET"];
                return methods.Select(method => new RouteCall(method, path));
            }).Distinct()];

    public override string ToString() => $"{Method} {Path}";

    public HttpRequestMessage Request(string? key = null)
    {
        var request = new HttpRequestMessage(new(Method), Path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return request;
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
