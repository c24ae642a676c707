using MetaSync;
using MetaSync.Sync;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every process of MetaSync has in common: telemetry, health and service discovery.</summary>
public static class Extensions
{
    private const string AlivePath = "/alive";
    private const string HealthPath = "/health";

    /// <summary>Adds telemetry, health checks and service discovery.</summary>
    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        StartupErrors.AreSentences();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.ConfigureLogging();
        builder.ConfigureOpenTelemetry();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), ["live"]);
        builder.Services.AddServiceDiscovery();
        builder.Services.ConfigureHttpClientDefaults(http => http.AddServiceDiscovery());
        return builder;
    }

    /// <summary>Maps <c>/health</c> (all checks) and <c>/alive</c> (the process answers), for everybody and as often as they like.</summary>
    /// <param name="app">The application.</param>
    /// <param name="maySeeChecks">Whether a caller is told more than one word.</param>
    public static WebApplication MapDefaultEndpoints(this WebApplication app, Func<HttpContext, bool> maySeeChecks)
    {
        Map(HealthPath, _ => true);
        Map(AlivePath, check => check.Tags.Contains("live"));
        return app;

        void Map(string path, Func<HealthCheckRegistration, bool> predicate) => app
            .MapHealthChecks(path, new()
            {
                Predicate = predicate,
                ResponseWriter = (context, report) => HealthAnswer.WriteAsync(context, report, maySeeChecks(context)),
            })
            .AllowAnonymous()
            .DisableRateLimiting();
    }

    private static void ConfigureLogging(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Http", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Error);
        builder.Logging.AddFilter("Quartz", LogLevel.Warning);
        // A day that waits or runs again leaves its job by an exception; SyncDayJob and DayFetch have logged why by then.
        builder.Logging.AddFilter("Quartz.Core.JobRunShell", LogLevel.None);
    }

    private static void ConfigureOpenTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
        });

        builder.Services.AddOpenTelemetry()
            .WithMetrics(metrics => metrics
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation()
                .AddMeter("Npgsql", "Quartz", SyncTelemetry.Name))
            .WithTracing(tracing => tracing
                .AddSource(SyncTelemetry.Name)
                .AddAspNetCoreInstrumentation(http => http.Filter = request =>
                    !request.Request.Path.StartsWithSegments(HealthPath) && !request.Request.Path.StartsWithSegments(AlivePath))
                .AddHttpClientInstrumentation()
                .AddNpgsql());

        if (!string.IsNullOrWhiteSpace(builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            builder.Services.AddOpenTelemetry().UseOtlpExporter();
    }
}
