namespace MetaSimulator.Usage;

/// <summary>What the usage headers say about one call.</summary>
internal sealed record UsageReport
{
    public const string BusinessId = "7130045582";

    public static UsageReport None { get; } = new();

    public double AppPercent { get; init; }

    public double AccountPercent { get; init; }

    /// <summary>Seconds, of X-Ad-Account-Usage.</summary>
    public int ResetSeconds { get; init; }

    public double BusinessPercent { get; init; }

    /// <summary>Minutes, of X-Business-Use-Case-Usage.</summary>
    public int RegainMinutes { get; init; }

    public double LoadPercent { get; init; }
}
