namespace MetaSync.Faults.Soak;

/// <summary>What a count of failures says about their rate.</summary>
internal static class FailureBound
{
    private const double Doubt = 0.05;
    private const int Halvings = 60;

    /// <summary>
    /// The rate at which so few failures in so many tries would come about once in twenty times (Clopper and Pearson, one-sided):
    /// with a confidence of 95 % the true rate is below it. For no failure it is about 3 / <paramref name="tries"/>.
    /// </summary>
    public static double Upper95(int failures, int tries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(failures);
        if (failures >= tries)
            return 1;
        var (low, high) = (0.0, 1.0);
        for (var n = 0; n < Halvings; n++)
        {
            var rate = (low + high) / 2;
            if (AtMost(failures, tries, rate) > Doubt)
                low = rate;
            else
                high = rate;
        }

        return high;
    }

    /// <summary>How likely at most so many failures are.</summary>
    private static double AtMost(int failures, int tries, double rate)
    {
        // In logarithms: a thousand factors below one are less than a double can hold.
        var (term, sum) = (tries * Math.Log(1 - rate), 0.0);
        for (var k = 0; k <= failures; k++)
        {
            sum += Math.Exp(term);
            term += Math.Log((double)(tries - k) / (k + 1)) + Math.Log(rate) - Math.Log(1 - rate);
        }

        return sum;
    }
}
