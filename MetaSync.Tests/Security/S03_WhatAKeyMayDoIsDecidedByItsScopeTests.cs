using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MetaSync.Tests.Security;

/// <summary>Batches have no owners: MetaSync is one company's. What stands in the place of owners are scopes: who may look may not start, stop or repair.</summary>
[Collection(nameof(GuardedApi))]
public sealed class S03_WhatAKeyMayDoIsDecidedByItsScopeTests(GuardedApi guarded)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_each_cell_of_route_and_scope_a_reader_reads_and_only_a_writer_writes()
    {
        var calls = RouteCall.Of(guarded.Host.Routes);
        Assert.Contains(calls, call => call.Path.EndsWith("/cancel", StringComparison.Ordinal));
        Assert.Empty(await ViolationsAsync(calls, guarded.Reader, guarded.Writer));
    }

    [Fact]
    public async Task The_check_finds_a_reader_who_may_repair_and_a_writer_who_may_not()
    {
        await using var host = await LittleHost.StartAsync(
            app =>
            {
                app.MapPost("/api/sync/{id}/retry", () => "done");
                app.MapPost("/api/sync/{id}/cancel", () => Results.StatusCode(403));
            },
            Cancel);

        Assert.Equal(
            ["POST …/retry answers a reader with 200", "POST …/cancel answers a writer with 403"],
            (await ViolationsAsync(RouteCall.Of(host.Routes, "x"), host.Client, host.Client)).Select(text => text.Replace("/api/sync/x", "…", StringComparison.Ordinal)));
    }

    /// <summary>A route that changes something is one whose method is neither GET nor HEAD. Signing out takes no scope.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(IReadOnlyList<RouteCall> calls, HttpClient reader, HttpClient writer)
    {
        List<string> violations = [];
        foreach (var call in calls.Where(call => call.Path is not ("/sign-in" or "/sign-out")))
        {
            var asReader = await StatusAsync(reader, call);
            var asWriter = await StatusAsync(writer, call);
            if ((asReader == StatusCodes.Status403Forbidden) == (call.Method is "GET" or "HEAD") || asReader == StatusCodes.Status401Unauthorized)
                violations.Add($"{call} answers a reader with {asReader}");
            if (asWriter is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden)
                violations.Add($"{call} answers a writer with {asWriter}");
        }

        return violations;
    }

    private static async Task<int> StatusAsync(HttpClient client, RouteCall call)
    {
        using var request = call.Request();
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return (int)response.StatusCode;
    }
}
