using System.Collections.Concurrent;
using System.Text;
using MetaSync.Tests.Support;
using MetaSync.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MetaSync.Tests.Meta;

public sealed class SecretTests(PostgresServer server)
{
    private const string Token = "EAAcanary0123456789";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_in_no_log_span_table_answer_or_address()
    {
        var log = new KeptLog();
        await using var receiver = await OtlpReceiver.StartAsync(Cancel);
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel, configure: builder =>
        {
            builder.Services.AddLogging(logging => logging.AddProvider(log));
            builder.Project("meta-simulator").WithEnvironment("Simulator__AccessToken", Token);
            builder.Project("worker")
                .WithEnvironment("Meta__AccessToken", Token).WithEnvironment("Meta__PageSize", "10").WithEnvironment("Meta__RequestTimeout", "00:00:02");
            receiver.TakeFromBoth(builder);
        });
        string[] faults = ["unknown-1", "html-500", "truncated-json", "hang", "reset", "badbreakdown-2-1504041", "token-463"];
        await app.Simulator.FailAsync(faults.Select((action, n) => new { action, day = $"2026-01-0{n + 1}", times = 1 }), Cancel);

        var batch = await app.EnqueueAsync("2026-01-01", "2026-01-07", Cancel);
        await Eventually.TrueAsync(async () => (await app.DaysAsync(batch.BatchId, Cancel))[6].State == "waiting", "all faults have happened", Cancel);
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Spans.Any(span => span.Attributes.GetValueOrDefault("metasync.day") == "2026-01-07")), "their spans are exported", Cancel);

        Assert.Contains("2026-01-06", log.Text); // the log that is searched is the one that the worker writes
        Assert.DoesNotContain(Token, log.Text);
        Assert.DoesNotContain(receiver.Bodies, body => body.Contains(Token, StringComparison.Ordinal));
        Assert.DoesNotContain(Token, await app.Api.GetStringAsync($"/api/sync/{batch.BatchId}/days", Cancel));
        Assert.All(await app.Simulator.CallsAsync(Cancel), call => Assert.DoesNotContain(Token, call.ToString()));
        Assert.Equal(0, await app.ScalarAsync<long>($"""
            SELECT (SELECT count(*) FROM metasync.sync_days AS t WHERE t::text LIKE '%{Token}%') + (SELECT count(*) FROM metasync.insights AS t WHERE t::text LIKE '%{Token}%')
                 + (SELECT count(*) FROM qrtz_triggers AS t WHERE encode(job_data, 'escape') LIKE '%{Token}%') + (SELECT count(*) FROM qrtz_job_details AS t WHERE encode(job_data, 'escape') LIKE '%{Token}%')
            """, Cancel));
    }

    /// <summary>Everything that the application's processes print.</summary>
    private sealed class KeptLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = [];

        public string Text => new StringBuilder().AppendJoin('\n', _lines).ToString();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() => _lines.Clear();
    }
}
