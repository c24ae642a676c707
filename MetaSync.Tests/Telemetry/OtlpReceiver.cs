using System.Collections.Concurrent;
using System.Text;
using Google.Protobuf;
using MetaSync.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MetaSync.Tests.Telemetry;

/// <summary>Takes what the processes export over OTLP (HTTP, protobuf), and keeps the spans and the names of the metrics.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedSpan> _spans = [];
    private readonly ConcurrentDictionary<string, string> _metrics = [];
    private readonly ConcurrentQueue<string> _bodies = [];
    private readonly WebApplication _server;

    private OtlpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapPost("/v1/traces", async request => OtlpReader.Spans(await BodyAsync(request)).ForEach(_spans.Enqueue));
        _server.MapPost("/v1/metrics", async request => OtlpReader.Metrics(await BodyAsync(request)).ForEach(metric => _metrics[metric.Name] = metric.Unit));
        _server.MapPost("/v1/logs", async request => { await BodyAsync(request); });
    }

    public IReadOnlyCollection<ReceivedSpan> Spans => _spans;

    /// <summary>All that was received, logs too, as it came over the wire.</summary>
    public IReadOnlyCollection<string> Bodies => _bodies;

    /// <summary>Name → unit.</summary>
    public IReadOnlyDictionary<string, string> Metrics => _metrics;

    private string Url => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<OtlpReceiver> StartAsync(CancellationToken cancellationToken)
    {
        var receiver = new OtlpReceiver();
        await receiver._server.StartAsync(cancellationToken);
        return receiver;
    }

    /// <summary>Has the API and the workers export here.</summary>
    public void TakeFromBoth(IDistributedApplicationBuilder builder)
    {
        foreach (var project in new[] { builder.Project("api"), builder.Project("worker") })
        {
            project
                .WithEnvironment("OTEL_EXPORTER_OTLP_ENDPOINT", Url)
                .WithEnvironment("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                .WithEnvironment("OTEL_BSP_SCHEDULE_DELAY", "200")
                .WithEnvironment("OTEL_METRIC_EXPORT_INTERVAL", "500");
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task<ByteString> BodyAsync(HttpContext context)
    {
        var body = await ByteString.FromStreamAsync(context.Request.Body, context.RequestAborted);
        _bodies.Enqueue(body.ToString(Encoding.Latin1)); // keeps every byte
        return body;
    }
}
