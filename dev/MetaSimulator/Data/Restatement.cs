namespace MetaSimulator.Data;

// How a day's numbers depend on how long ago the day ended. All pure.
internal static class Restatement
{
    public const double SettledAfterDays = 28;

    private static readonly (double Day, double Share)[] Attributed = [(0, 0.55), (1, 0.80), (7, 0.95), (SettledAfterDays, 1)];

    // The share of a day's conversions that Meta has attributed so far; never falls.
    public static double ConversionShare(double ageDays)
    {
        for (var i = 1; i < Attributed.Length; i++)
        {
            var (from, low) = Attributed[i - 1];
            var (to, high) = Attributed[i];
            if (ageDays < to)
                return low + ((high - low) * Math.Max(0, ageDays - from) / (to - from));
        }

        return 1;
    }

    // Delivery is up to 0.3 % below its final value until 72 hours have passed, another share each hour.
    public static double DeliveryShare(ulong adDay, double ageDays) =>
        ageDays >= 3 ? 1 : 1 - (0.003 * Hash.Unit(Hash.Of(adDay, 1000 + (long)Math.Floor(ageDays * 24))));

    // One (ad, day) in 200 is gone once the day is between 1 and 21 days old.
    public static bool Vanished(ulong adDay, double ageDays)
    {
        var fate = Hash.Of(adDay, 21);
        return fate % 200 == 0 && ageDays >= Hash.Between(Hash.Of(fate, 22), 1, 21);
    }
}
