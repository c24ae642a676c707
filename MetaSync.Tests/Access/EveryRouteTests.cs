using System.Net;
using System.Text.RegularExpressions;
using MetaSync.Access;
using MetaSync.ApiService.Access;
using MetaSync.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace MetaSync.Tests.Access;

/// <summary>The list of routes comes from the router: one that is added is tested without being named here.</summary>
public sealed partial class EveryRouteTests(KeyedApi keyed) : IClassFixture<KeyedApi>
{
    /// <summary>Who may come in without a key. A route that is opened has to be added here, by somebody who has thought about it.</summary>
    private static readonly string[] Open = ["GET /sign-in", "POST /sign-in", "GET /alive", "GET /health"];

    private readonly ApiHost _api = keyed.Api;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_but_the_listed_ones_refuses_whoever_has_no_key_that_works()
    {
        var expired = await _api.CreateKeyAsync("expired", AccessScope.Write, Cancel);
        await _api.ExecuteAsync("UPDATE metasync.api_keys SET expires_at = now() - interval '1 second' WHERE name = 'expired'", Cancel);
        var revoked = await _api.CreateKeyAsync("revoked", AccessScope.Write, Cancel);
        await _api.Services.GetRequiredService<ApiKeys>().RevokeAsync("revoked", "test", Cancel);
        string?[] keys = [null, "", "wrong", ApiKeyText.Create(), expired, revoked];

        foreach (var (method, path) in Closed())
        {
            var answers = new HashSet<string>();
            foreach (var key in keys)
            {
                using var response = await SendAsync(_api.Anonymous, method, path, key);
                Assert.True(response.StatusCode is HttpStatusCode.Unauthorized, $"{method} {path} answers {key ?? "no key"} with {(int)response.StatusCode}");
                Assert.Equal("Bearer realm=\"MetaSync\"", response.Headers.WwwAuthenticate.Single().ToString());
                if (method is not "HEAD")
                    answers.Add(TraceId().Replace(await response.Content.ReadAsStringAsync(Cancel), ""));
            }

            if (method is not "HEAD")
                Assert.Contains("not-signed-in", Assert.Single(answers)); // nobody learns whether a key was ever one
        }
    }

    [Fact]
    public async Task A_key_that_reads_may_use_what_reads_and_is_told_what_the_rest_needs()
    {
        foreach (var (method, path) in Closed())
        {
            using var response = await SendAsync(keyed.Reader, method, path);
            var isAllowed = method is "GET" or "HEAD" || path is "/sign-out";
            Assert.True((response.StatusCode is HttpStatusCode.Forbidden) != isAllowed, $"{method} {path} answers a reader with {(int)response.StatusCode}");
            Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
            if (!isAllowed)
                Assert.Contains("the scope 'write'", await response.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_key_that_writes_may_use_everything()
    {
        foreach (var (method, path) in Closed())
        {
            using var response = await SendAsync(keyed.Writer, method, path);
            Assert.False(response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden, $"{method} {path} answers a writer with {(int)response.StatusCode}");
        }
    }

    [Fact]
    public void Only_the_listed_routes_and_the_assets_are_open()
    {
        Assert.Equal(
            Open.Order(),
            _api.Routes.Where(IsOpen).SelectMany(Calls).Where(call => !call.Path.StartsWith("/assets/", StringComparison.Ordinal))
                .Select(call => $"{call.Method} {call.Path}").Distinct().Order());
    }

    [Fact]
    public void Every_route_that_changes_something_is_written_down()
    {
        Assert.Equal(
            ["/sign-in"], // which writes itself down, because nobody is known before it
            _api.Routes.Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Any(method => method is not ("GET" or "HEAD")) is true)
                .Where(route => route.Metadata.GetMetadata<AuditedAction>() is null).Select(route => route.RoutePattern.RawText!));
    }

    [Fact]
    public async Task The_assets_are_open_for_the_sign_in_page()
    {
        using var css = await _api.Anonymous.GetAsync("/assets/sign-in.css", Cancel);
        Assert.Equal("text/css", css.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("/quartz")]
    [InlineData("/quartz-api/schedulers")]
    [InlineData("/swagger")]
    [InlineData("/metrics")]
    [InlineData("/env")]
    public async Task What_is_not_there_is_closed_to_strangers_and_unknown_to_the_others(string path)
    {
        using var stranger = await _api.Anonymous.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        using var writer = await keyed.Writer.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, writer.StatusCode);
        Assert.DoesNotContain(_api.Routes, route => route.RoutePattern.RawText!.Contains("quartz", StringComparison.OrdinalIgnoreCase));
    }

    private IEnumerable<(string Method, string Path)> Closed() => _api.Routes.Where(route => !IsOpen(route)).SelectMany(Calls).Distinct();

    private static bool IsOpen(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;

    /// <summary>A call for each method of a route. Values that nothing has stand for its parameters, so that what is allowed changes nothing.</summary>
    private static IEnumerable<(string Method, string Path)> Calls(RouteEndpoint route)
    {
        var path = "/" + Parameter().Replace(route.RoutePattern.RawText!, "0199c0de-0000-7000-8000-000000000000").Trim('/');
        return (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"]).Select(method => (method, path));
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string? key = null)
    {
        var request = new HttpRequestMessage(new(method), path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel); // a stream of events has no end
    }

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceId();
}
