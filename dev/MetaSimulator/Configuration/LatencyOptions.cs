using System.ComponentModel.DataAnnotations;

namespace MetaSimulator.Configuration;

/// <summary>Real time that an answer takes; none, unless it is said.</summary>
internal sealed record LatencyOptions
{
    public TimeSpan PerRequest { get; init; }

    /// <summary>Instead of <see cref="PerRequest"/>, for polls of a run.</summary>
    public TimeSpan? PerPoll { get; init; }

    public TimeSpan PerRow { get; init; }

    public TimeSpan PerBreakdown { get; init; }

    /// <summary>The deviation of the logarithm of the factor between calls; 0 is none.</summary>
    [Range(0, 3)]
    public double Spread { get; init; }

    /// <summary>How many times faster than that it is.</summary>
    [Range(0.001, 1_000_000)]
    public double Speed { get; init; } = 1;
}
