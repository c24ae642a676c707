namespace MetaSimulator.Usage;

// What the headers of an answer say.
internal sealed record UsageReport
{
    public const string BusinessId = "7130045582";

    public static UsageReport None { get; } = new();

    public string Tier { get; init; } = Usage.Tier.Full.HeaderName;

    public double AppPercent { get; init; }

    public double AccountPercent { get; init; }

    // Seconds, of X-Ad-Account-Usage.
    public int ResetSeconds { get; init; }

    public double BusinessPercent { get; init; }

    public double CpuPercent { get; init; }

    public double TimePercent { get; init; }

    // Minutes, of X-Business-Use-Case-Usage.
    public int RegainMinutes { get; init; }

    public double LoadPercent { get; init; }
}
