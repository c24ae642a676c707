namespace MetaSimulator.Usage;

internal sealed record UsageReport
{
    public const string BusinessId = "7130045582";

    public static UsageReport None { get; } = new();

    public double AppPercent { get; init; }

    public double AccountPercent { get; init; }

    // Seconds, of X-Ad-Account-Usage.
    public int ResetSeconds { get; init; }

    public double BusinessPercent { get; init; }

    // Minutes, of X-Business-Use-Case-Usage.
    public int RegainMinutes { get; init; }

    public double LoadPercent { get; init; }
}
