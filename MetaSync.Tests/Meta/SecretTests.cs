using MetaSync.Tests.Support;
using MetaSync.Tests.Telemetry;
using MetaSync.Worker.Meta;

namespace MetaSync.Tests.Meta;

public sealed class SecretTests(PostgresServer server)
{
    private const string Token = "EAAcanary0123456789";

    private const string AppSecret = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_and_the_apps_secret_are_in_no_log_span_table_answer_or_address()
    {
        var log = new KeptLog();
        await using var receiver = await OtlpReceiver.StartAsync(Cancel);
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, configure: builder =>
        {
            log.TakeFrom(builder);
            builder.Project("meta-simulator")
                .WithEnvironment("Simulator__AccessToken", Token).WithEnvironment("Simulator__AppSecret", AppSecret).WithEnvironment("Simulator__Async__Base", "00:00:00.100");
            builder.Project("worker")
                .WithEnvironment("Meta__AccessToken", Token).WithEnvironment("Meta__AppSecret", AppSecret)
                .WithEnvironment("Meta__PageSize", "10").WithEnvironment("Meta__RequestTimeout", "00:00:02").WithEnvironment("Logging__LogLevel__Default", "Debug");
            receiver.TakeFromBoth(builder);
        });
        string[] faults = ["unknown-1", "html-500", "truncated-json", "hang", "reset", "badbreakdown-2-1504041", "rows-100-1487534", "token-463"];
        await app.Simulator.FailAsync(faults.Select((action, n) => new { action, path = "/act_1/insights", day = $"2026-01-0{n + 1}", times = 1 }), Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-08", Cancel);
        await Eventually.TrueAsync(async () => (await app.DaysAsync(batch.BatchId, Cancel))[7].WaitingReason is "token", "all faults have happened", Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Spans.Any(span => span.Attributes.GetValueOrDefault("metasync.day") == "2026-01-08")), "their spans are exported", Cancel);

        Assert.Contains("2026-01-06", log.Text); // the log that is searched is the one that the worker writes
        Assert.Contains(receiver.Spans, span => span.Attributes.GetValueOrDefault("http.request.method") == "POST" && span.Attributes.ContainsKey("url.full"));
        string[] answers = [.. await Task.WhenAll(((string[])[$"/api/sync/{batch.BatchId}", $"/api/sync/{batch.BatchId}/days", "/api/connection", "/api/accounts", "/health"])
            .Select(path => app.Api.GetStringAsync(path, Cancel)))];
        var tables = await EverythingStored.AsTextAsync(app, Cancel);
        Assert.Contains("2026-01-06", tables); // the same of the tables
        foreach (var secret in new[] { Token, AppSecret, AppSecretProof.Of(Token, AppSecret) })
        {
            Assert.DoesNotContain(secret, log.Text);
            Assert.DoesNotContain(receiver.Bodies, body => body.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(answers, answer => answer.Contains(secret, StringComparison.Ordinal));
            Assert.DoesNotContain(secret, tables);
        }

        Assert.All(await app.Simulator.AllCallsAsync(Cancel), call => Assert.False(call.TokenInAddress, call.ToString()));
    }

    [Fact]
    public async Task Without_the_apps_secret_an_app_that_wants_a_proof_parks_everything_and_says_which_setting_is_missing()
    {
        await using var app = await SyncApplication.StartAsync(
            server, workers: 1, Cancel, configure: builder => builder.Project("meta-simulator").WithEnvironment("Simulator__AppSecret", AppSecret));

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel);
        await Eventually.TrueAsync(async () => (await app.DaysAsync(batch.BatchId, Cancel))[0].WaitingReason is "token", "the day waits", Cancel);

        Assert.Contains("Meta:AppSecret", await app.Api.GetStringAsync("/health", Cancel));
    }
}
