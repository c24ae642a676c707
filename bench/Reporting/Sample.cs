namespace MetaSync.Bench.Reporting;

/// <summary>Some readings of one thing, and what is quoted of them.</summary>
internal sealed class Sample(IEnumerable<double> readings)
{
    private readonly double[] _sorted = [.. readings.Order()];

    public int Count => _sorted.Length;

    public double Median => Percentile(50);

    public double P99 => Percentile(99);

    public double Max => Percentile(100);

    /// <summary>The smallest reading that at least so many percent of all readings do not exceed: always one that was taken.</summary>
    public double Percentile(double percent)
    {
        if (_sorted.Length == 0)
            throw new InvalidOperationException("A percentile needs at least one reading.");
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        return _sorted[Math.Max(0, (int)Math.Ceiling(percent / 100 * _sorted.Length) - 1)];
    }
}
