namespace MetaSimulator.Usage;

/// <summary>Points that leak away, in the simulator's time.</summary>
internal sealed class Meter(double capacity, TimeSpan leaksIn)
{
    private readonly Lock _lock = new();
    private double _points;
    private DateTimeOffset _at;

    /// <summary>Answers the percentage in use after the charge, and when it will be none.</summary>
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
