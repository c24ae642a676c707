using MetaSync.Faults.Cases;

namespace MetaSync.Faults.Soak;

/// <summary>How long a soak is, and how much of it goes on at once.</summary>
/// <param name="Seed">What all choices are drawn from.</param>
/// <param name="Count">At least so many faults.</param>
/// <param name="Lanes">So many rigs beside each other, each with a server of its own.</param>
internal sealed record SoakOptions(int Seed, int Count, int Lanes)
{
    public IReadOnlyList<FaultCase> Cases { get; init; } = FaultCases.All;

    /// <summary>After so many strikes a rig has to come to rest, and all that has happened is checked.</summary>
    public int Window { get; init; } = 4;

    /// <summary>When this much time has passed no more faults strike; all that were planned do when left out.</summary>
    public TimeSpan? Limit { get; init; }

    /// <summary>How long a rig may take to come to rest. What is unfinished then is lost or stuck.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(150);

    /// <summary>How long a lane may stand still once all faults are over; more than a takeover where the rigs share few cores.</summary>
    public TimeSpan ProgressLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where the history and the last words of the processes are written when a promise is broken; nowhere when left out.</summary>
    public string? Evidence { get; init; }

    /// <summary>Told what goes on.</summary>
    public Action<string> Say { get; init; } = _ => { };
}
