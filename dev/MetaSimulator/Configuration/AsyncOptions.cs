using System.ComponentModel.DataAnnotations;

namespace MetaSimulator.Configuration;

/// <summary>How long an async report run takes, in the simulator's time.</summary>
internal sealed record AsyncOptions
{
    /// <summary>What every run takes.</summary>
    public TimeSpan Base { get; init; } = TimeSpan.FromSeconds(4);

    public TimeSpan PerRow { get; init; } = TimeSpan.FromMilliseconds(0.2);

    /// <summary>The deviation of the logarithm of the factor between runs; 0 is none.</summary>
    [Range(0, 3)]
    public double Spread { get; init; } = 0.5;

    /// <summary>How long a run is at 100 % without being completed.</summary>
    public TimeSpan AtHundred { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The share of its time that a run takes longer for each other live run.</summary>
    [Range(0, 100)]
    public double PerLiveRun { get; init; }

    /// <summary>How long after its POST a run is not found.</summary>
    public TimeSpan NotFoundFor { get; init; }

    /// <summary>How long nobody may ask after a run before it is skipped; none is for ever.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan? SkippedAfterIdle { get; init; }
}
