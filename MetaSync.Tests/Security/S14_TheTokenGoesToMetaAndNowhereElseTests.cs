using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MetaSync.Sync;
using MetaSync.Tests.Support;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Reports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MetaSync.Tests.Security;

/// <summary>Whatever an answer of Meta's says, and whoever has forged it: no call leaves for another place.</summary>
public sealed class S14_TheTokenGoesToMetaAndNowhereElseTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Each gets the trap's address, and says it where a client might follow it.</summary>
    private static readonly (string Name, Func<HttpContext, string, Task> Answer)[] Lures =
    [
        .. new[] { 301, 302, 303, 307, 308 }.Select(status => ($"redirect {status}", (Func<HttpContext, string, Task>)((context, trap) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = trap + "v25.0/act_1/insights";
            return Task.CompletedTask;
        }))),
        ("next page elsewhere", (context, trap) => context.Response.WriteAsync($$$"""{"data":[],"paging":{"next":"{{{trap}}}v25.0/act_1/insights?after=x"}}""")),
        ("next page in a file", (context, _) => context.Response.WriteAsync("""{"data":[],"paging":{"next":"file:///etc/passwd?after=x"}}""")),
        ("next page at the machine's own metadata", (context, _) => context.Response.WriteAsync("""{"data":[],"paging":{"next":"http://169.254.169.254/latest/meta-data?after=x"}}""")),
        ("a cursor that is an address", (context, trap) => context.Response.WriteAsync($$$$"""{"data":[],"paging":{"next":"x","cursors":{"after":"{{{{trap}}}}"}}}""")),
        ("a run that is an address", (context, trap) => context.Response.WriteAsync($$"""{"report_run_id":"{{trap}}"}""")),
        ("a run on another host", (context, trap) => context.Response.WriteAsync($$"""{"report_run_id":"@{{new Uri(trap).Authority}}/x"}""")),
        ("Refresh, Link and Alt-Svc", (context, trap) =>
        {
            context.Response.Headers["Refresh"] = $"0;url={trap}";
            context.Response.Headers.Link = $"<{trap}>; rel=next";
            context.Response.Headers.AltSvc = $"h2=\"{new Uri(trap).Authority}\"";
            return context.Response.WriteAsync("""{"data":[]}""");
        }),
    ];

    [Fact]
    public async Task No_answer_of_Metas_leads_a_call_or_the_token_to_another_place()
    {
        WorkerParts? parts = null;
        Assert.Empty(await ViolationsAsync(async (meta, token) =>
        {
            // With the worker's own way out.
            parts ??= await WorkerParts.CreateAsync(server, null, Cancel, ("Meta:BaseUrl", meta.ToString()), ("Meta:AccessToken", token));
            var insights = parts.Get<InsightsApi>();
            var query = new InsightsQuery("act_1", new DateRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1)), parts.Get<ReportCatalog>().Reports[0], []);
            await TriesAsync(async () =>
            {
                using var page = await insights.ReadPageAsync(query, 10, null, Cancel);
                using var next = await insights.ReadPageAsync(query, 10, page.After(), Cancel);
            });
            await TriesAsync(async () =>
            {
                var run = await insights.SubmitAsync(query, Cancel);
                await insights.PollAsync("act_1", run, Cancel);
                using var page = await insights.ReadRunPageAsync(query, run, 10, null, Cancel);
            });
        }));
        await parts!.DisposeAsync();
    }

    [Fact]
    public async Task The_check_finds_a_client_that_follows_redirects_and_one_that_follows_the_next_page()
    {
        var redirects = await ViolationsAsync(async (meta, token) =>
        {
            using var client = new HttpClient { BaseAddress = meta };
            using var response = await client.GetAsync($"/v25.0/act_1/insights?access_token={token}", Cancel);
        });
        Assert.Equal(["redirect 301", "redirect 302", "redirect 303", "redirect 307", "redirect 308"], redirects);

        var pages = await ViolationsAsync(async (meta, token) =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = meta };
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
            var page = await client.GetStringAsync("/v25.0/act_1/insights", Cancel);
            if (JsonNode.Parse(page)?["paging"]?["next"]?.GetValue<string>() is { } next && next.StartsWith("http://127", StringComparison.Ordinal))
                await client.GetStringAsync(next, Cancel);
        });
        Assert.Equal(["next page elsewhere"], pages);
    }

    /// <summary>Those lures on which the client called the trap.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(Func<Uri, string, Task> client)
    {
        var caught = new ConcurrentQueue<string>();
        await using var trap = await LittleHost.StartAsync(app => app.Run(context =>
        {
            caught.Enqueue($"{context.Request.Method} {context.Request.Path}");
            return context.Response.WriteAsync("""{"data":[]}""");
        }), Cancel);
        var (lure, calls) = (Lures[0], 0);
        await using var meta = await LittleHost.StartAsync(app => app.Run(context =>
        {
            calls++;
            context.Response.ContentType = "application/json";
            return lure.Answer(context, trap.Address.ToString());
        }), Cancel);

        List<string> violations = [];
        foreach (var each in Lures)
        {
            (lure, calls) = (each, 0);
            caught.Clear();
            await TriesAsync(() => client(meta.Address, "canary-token"));
            Assert.True(calls > 0, $"The lure '{each.Name}' was not shown to the client.");
            if (!caught.IsEmpty)
                violations.Add(each.Name);
        }

        return violations;
    }

    /// <summary>How a client ends is its own affair; where it calls is not.</summary>
    private static async Task TriesAsync(Func<Task> client)
    {
        try
        {
            await client();
        }
        catch (Exception exception) when (exception is HttpRequestException or MetaException or MetaWaitException)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(exception.Message);
        }
    }
}
