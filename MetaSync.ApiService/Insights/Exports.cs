using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace MetaSync.ApiService.Insights;

/// <summary>How many exports run, so that they don't take the connections that everything else needs.</summary>
internal sealed class Exports(IOptions<ExportOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new() { PermitLimit = options.Value.Concurrency, QueueLimit = 0 });

    public int Limit => options.Value.Concurrency;

    /// <summary>The permission to run one, until it is disposed of; null when as many run as may.</summary>
    public RateLimitLease? Begin()
    {
        var lease = _limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return lease;

        lease.Dispose();
        return null;
    }

    public void Dispose() => _limiter.Dispose();
}
