using System.Net;
using System.Net.Http.Headers;
using MetaSync.Worker.Limits;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Options;
using OpenTelemetry.Instrumentation.Http;
using Polly;

namespace MetaSync.Worker.Meta;

internal static class MetaServices
{
    public static void AddMeta(this IHostApplicationBuilder builder)
    {
        builder.Services.AddOptions<MetaOptions>().BindConfiguration("Meta").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<AppSecretProof>();
        builder.Services.AddSingleton<RateLimits>();
        builder.Services.AddTransient<InsightsApi>();
        builder.Services.AddHostedService<ApiVersionAtStart>();
        builder.Services.Configure<HttpClientTraceInstrumentationOptions>(tracing => tracing.EnrichWithHttpResponseMessage = (activity, response) =>
        {
            foreach (var reading in MetaUsage.Read(response.Headers, null).Readings)
                activity.SetTag($"metasync.meta.usage.{reading.Meter}", reading.Percent);
        });

        builder.Services.AddHttpClient<MetaGateway>((services, http) =>
            {
                var options = services.GetRequiredService<IOptions<MetaOptions>>().Value;
                http.BaseAddress = options.BaseUrl;
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", options.AccessToken);
                http.Timeout = Timeout.InfiniteTimeSpan; // MetaGateway's own covers the body too
            })
            .RedactLoggedHeaders(["Authorization"])
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // the token goes to Meta:BaseUrl and nowhere else
                AutomaticDecompression = DecompressionMethods.All,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .AddResilienceHandler("connection", pipeline => pipeline.AddRetry(ForLostConnections()));
    }

    /// <summary>What Meta answers is for the day's four outcomes; only a call that got no answer is repeated here.</summary>
    private static HttpRetryStrategyOptions ForLostConnections()
    {
        var retry = new HttpRetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder<HttpResponseMessage>().Handle<HttpRequestException>(),
            MaxRetryAttempts = 2,
            Delay = TimeSpan.FromMilliseconds(200),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
        };
        retry.DisableForUnsafeHttpMethods(); // a submission whose answer was lost may be at work already
        return retry;
    }
}
