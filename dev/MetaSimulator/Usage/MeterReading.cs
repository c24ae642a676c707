namespace MetaSimulator.Usage;

// A meter as the control plane tells of it. The account is null where the meter is the app's.
internal sealed record MeterReading(string Meter, string? Account, string Tier, double Percent, DateTimeOffset? BlockedUntil, long CallsWhileBlocked);
