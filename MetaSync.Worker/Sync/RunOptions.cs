using System.ComponentModel.DataAnnotations;

namespace MetaSync.Worker.Sync;

/// <summary>How a worker runs days: section <c>Sync</c>.</summary>
internal sealed class RunOptions
{
    /// <summary>How many jobs a worker runs at once. A lane never runs more than one; this is for several lanes and for other jobs.</summary>
    [Range(1, 64)]
    public int Concurrency { get; set; } = 5;

    /// <summary>How often a day is tried before it has failed for good. Waiting for a rate limit or a token is not a try.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>The wait after the first try; each further one is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Sync:RetryDelay has to be from 00:00:00 to 1.00:00:00.")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00", ErrorMessage = "Sync:MaxRetryDelay has to be from 00:00:00 to 1.00:00:00.")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(10);
}
