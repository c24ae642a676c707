namespace MetaSimulator.Data;

// Pure 64-bit mixing (the finalizer of SplitMix64) and the random variables that are made of it.
internal static class Hash
{
    public static ulong Of(ulong key, long value)
    {
        var z = key + 0x9E3779B97F4A7C15UL + ((ulong)value * 0xD1342543DE82EF95UL);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    public static ulong Of(ulong key, ReadOnlySpan<char> text)
    {
        var z = key ^ 0xCBF29CE484222325UL;
        foreach (var c in text)
            z = (z ^ c) * 0x100000001B3UL;
        return Of(z, text.Length);
    }

    // Uniform in [0, 1).
    public static double Unit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    public static double Between(ulong hash, double low, double high) => low + ((high - low) * Unit(hash));

    // About normal, mean 0, deviation 1: four 16-bit uniforms have a sum with variance 1/3.
    public static double Normal(ulong hash)
    {
        var sum = (hash & 0xFFFF) + ((hash >> 16) & 0xFFFF) + ((hash >> 32) & 0xFFFF) + (hash >> 48);
        return ((sum / 65536.0) - 2) * Math.Sqrt(3);
    }

    public static long Poisson(ulong hash, double mean)
    {
        if (mean > 30)
            return Math.Max(0, (long)Math.Round(mean + (Math.Sqrt(mean) * Normal(hash))));

        var u = Unit(hash);
        var probability = Math.Exp(-mean);
        var cumulated = probability;
        var count = 0;
        while (u > cumulated && count < 100)
        {
            probability *= mean / ++count;
            cumulated += probability;
        }

        return count;
    }
}
