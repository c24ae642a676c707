namespace MetaSimulator.Usage;

internal sealed class Meter(double capacity, TimeSpan leaksIn)
{
    private readonly Lock _lock = new();
    private double _points;
    private DateTimeOffset _at;

    // Answers the percentage in use after the charge, and when it will be none.
    public (double Percent, TimeSpan EmptyIn) Charge(double points, DateTimeOffset now)
    {
        lock (_lock)
        {
            // A clock that was set back leaks nothing.
            var leaked = Math.Max(0, (now - _at) / leaksIn) * capacity;
            _points = Math.Min(capacity, Math.Max(0, _points - leaked) + points);
            _at = now;
            return (100 * _points / capacity, leaksIn * (_points / capacity));
        }
    }
}
