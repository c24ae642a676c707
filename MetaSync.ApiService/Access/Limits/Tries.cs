using System.Globalization;
using System.Threading.RateLimiting;
using MetaSync.ApiService.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MetaSync.ApiService.Access;

/// <summary>Counts by address how often somebody comes with a key that is refused.</summary>
internal sealed class Tries(AccessOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetFixedWindowLimiter(Caller.Neighbourhood(context), _ => new()
        {
            PermitLimit = options.TriesPerMinute,
            Window = TimeSpan.FromMinutes(1),
        }));

    /// <summary>Whether the address has to wait, without counting.</summary>
    public TimeSpan? Look(HttpContext context) => Acquire(context, permits: 0);

    /// <summary>Counts a try; says for how long the address has to wait when it had none left.</summary>
    public TimeSpan? Spend(HttpContext context) => Acquire(context, permits: 1);

    public void Dispose() => _limiter.Dispose();

    /// <summary>The answer for an address that has to wait.</summary>
    public static ProblemHttpResult TooMany(HttpContext context, TimeSpan wait)
    {
        RetryAfter(context, wait);
        return ProblemType.TooManyRequests.Because(
            $"Too many keys from {Caller.Address(context)} were refused. Come back in {Math.Ceiling(wait.TotalSeconds)} seconds, with one that is valid.");
    }

    public static void RetryAfter(HttpContext context, TimeSpan wait) =>
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);

    private TimeSpan? Acquire(HttpContext context, int permits)
    {
        using var lease = _limiter.AttemptAcquire(context, permits);
        return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }
}
