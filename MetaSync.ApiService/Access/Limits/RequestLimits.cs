using System.Globalization;
using System.Threading.RateLimiting;
using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MetaSync.ApiService.Access;

/// <summary>How much of one caller the API takes.</summary>
internal static class RequestLimits
{
    /// <summary>No request of this API is larger.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    public static void AddRequestLimits(this WebApplicationBuilder builder, AccessOptions options)
    {
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10); // who takes longer holds a connection on purpose
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 1024, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Limits.MaxConcurrentConnections = 2000;
        });

        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
                RateLimitPartition.GetTokenBucketLimiter(Partition(context), _ => new()
                {
                    TokenLimit = options.RequestsPerMinute,
                    TokensPerPeriod = 1,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1) / options.RequestsPerMinute,
                }));
            limiter.OnRejected = (rejected, _) => new ValueTask(RejectAsync(rejected.HttpContext, rejected.Lease, options));
        });
    }

    private static string Partition(HttpContext context) =>
        Caller.KeyId(context.User) is { } key ? string.Create(CultureInfo.InvariantCulture, $"key {key}") : Caller.Neighbourhood(context);

    private static Task RejectAsync(HttpContext context, RateLimitLease lease, AccessOptions options)
    {
        Tries.RetryAfter(context, lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1));
        return ProblemType.TooManyRequests.Because(
            $"{(Caller.Name(context) is { } name ? $"The key '{name}'" : Caller.Address(context))} has made more than {options.RequestsPerMinute} requests in a minute. "
            + "Wait as long as Retry-After says; GET /api/events tells of changes without being asked.").ExecuteAsync(context);
    }
}
