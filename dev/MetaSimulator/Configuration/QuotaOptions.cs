using System.ComponentModel.DataAnnotations;

namespace MetaSimulator.Configuration;

/// <summary>Meta's rate limits, in the simulator's time.</summary>
internal sealed record QuotaOptions
{
    /// <summary>Whether calls are refused; if not, no meter says that it is more than half full.</summary>
    public bool Enforced { get; init; } = true;

    /// <summary>The app's access: limited or full.</summary>
    [RegularExpression("limited|full")]
    public string Tier { get; init; } = "full";

    /// <summary>Points of the accounts' score, instead of the tier's.</summary>
    [Range(1, 1_000_000)]
    public int? ScoreCapacity { get; init; }

    /// <summary>Calls an hour of an account, before its ads are counted, instead of the tier's.</summary>
    [Range(0, 1_000_000)]
    public int? BusinessCallsPerHour { get; init; }

    [Range(1, 100_000_000)]
    public int AppCallsPerHour { get; init; } = 200_000;

    /// <summary>Units of work that insights take in a minute; a quick call is one.</summary>
    [Range(1, 100_000_000)]
    public int LoadCapacity { get; init; } = 60_000;
}
