using System.Net;
using MetaSync.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace MetaSync.Tests.Security;

/// <summary>Nobody comes in without a key that works, whatever route is added.</summary>
[Collection(nameof(GuardedApi))]
public sealed class S01_EveryRouteIsClosedTests(GuardedApi guarded)
{
    /// <summary>A route that is opened has to be added here, by somebody who has thought about it.</summary>
    private static readonly string[] Open = ["GET /sign-in", "POST /sign-in", "GET /alive", "GET /health"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_of_the_router_refuses_no_key_a_wrong_one_an_expired_one_and_a_revoked_one()
    {
        var expired = await guarded.Host.CreateKeyAsync("s01-expired", AccessScope.Write, Cancel);
        await guarded.Host.ExecuteAsync("UPDATE metasync.api_keys SET expires_at = now() - interval '1 second' WHERE name = 's01-expired'", Cancel);
        var revoked = await guarded.Host.CreateKeyAsync("s01-revoked", AccessScope.Write, Cancel);
        await guarded.Host.Services.GetRequiredService<ApiKeys>().RevokeAsync("s01-revoked", "test", Cancel);

        var calls = RouteCall.Of(guarded.Host.Routes);
        Assert.Contains(new RouteCall("POST", "/api/sync"), calls); // the list is the router's
        Assert.Empty(await ViolationsAsync(guarded.Host.Anonymous, calls, [null, "", "wrong", ApiKeyText.Create(), expired, revoked]));
    }

    [Fact]
    public async Task The_check_finds_a_route_that_somebody_forgot_to_close()
    {
        await using var host = await LittleHost.StartAsync(
            app =>
            {
                app.MapGet("/api/closed", () => Microsoft.AspNetCore.Http.Results.Unauthorized());
                app.MapPost("/api/forgotten", () => "done");
            },
            Cancel);

        Assert.Equal(["POST /api/forgotten answers no key with 200"], await ViolationsAsync(host.Client, RouteCall.Of(host.Routes), [null]));
    }

    private static async Task<IReadOnlyList<string>> ViolationsAsync(HttpClient client, IReadOnlyList<RouteCall> calls, string?[] keys)
    {
        List<string> violations = [];
        foreach (var call in calls.Where(call => !Open.Contains(call.ToString()) && !call.Path.StartsWith("/assets/", StringComparison.Ordinal)))
        {
            foreach (var key in keys)
            {
                using var request = call.Request(key);
                using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel); // a stream of events has no end
                if (response.StatusCode is not HttpStatusCode.Unauthorized)
                    violations.Add($"{call} answers {(key is null ? "no key" : "a bad key")} with {(int)response.StatusCode}");
            }
        }

        return violations;
    }
}
