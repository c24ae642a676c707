namespace MetaSimulator.Data;

internal readonly struct AdProfile(ulong key)
{
    public double Scale { get; } = Math.Exp(7.2 + (0.8 * Hash.Normal(Hash.Of(key, -11))));

    // Minor units for 1,000 impressions.
    public double PricePerThousand { get; } = Hash.Between(Hash.Of(key, -12), 450, 1900);

    public double ClickRate { get; } = Hash.Between(Hash.Of(key, -13), 0.006, 0.035);

    public double PurchaseRate { get; } = Hash.Between(Hash.Of(key, -14), 0.01, 0.06);

    public double Frequency { get; } = Hash.Between(Hash.Of(key, -15), 1.04, 1.7);

    // Flights of 4 to 20 weeks with pauses of 1 to 6 weeks between them.
    public bool Runs(int daysSinceStart)
    {
        var flight = 28 + (int)(Hash.Of(key, -16) % 113);
        var pause = 7 + (int)(Hash.Of(key, -17) % 36);
        var phase = (int)(Hash.Of(key, -18) % 200);
        return daysSinceStart >= 0 && (daysSinceStart + phase) % (flight + pause) < flight;
    }
}
