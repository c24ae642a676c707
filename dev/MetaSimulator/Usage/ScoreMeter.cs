namespace MetaSimulator.Usage;

// An account's score: rises by the points of a call, leaks from full to nothing in 300 s.
internal sealed class ScoreMeter
{
    private static readonly TimeSpan LeaksIn = TimeSpan.FromSeconds(300);

    private double _points;
    private DateTimeOffset _at;

    public double Capacity { get; set; }

    public TimeSpan BlockDuration { get; set; }

    public Block Block { get; } = new();

    public double Percent(DateTimeOffset now) => Math.Min(100, 100 * Leak(now) / Capacity);

    // Until the score is 0, or the block ends if that is later.
    public TimeSpan ResetIn(DateTimeOffset now)
    {
        var empty = LeaksIn * (Leak(now) / Capacity);
        return Block.Until(now) is { } until && until - now > empty ? until - now : empty;
    }

    public Verdict Receive(int points, DateTimeOffset now, bool enforced)
    {
        var early = enforced && Block.Receives(now);
        var refused = early || (enforced && Leak(now) + points > Capacity);
        if (refused)
            Block.Begin(now, BlockDuration);
        else
            _points = Math.Min(Capacity, Leak(now) + points);
        return new(early, refused);
    }

    public void Fill(double percent, DateTimeOffset now)
    {
        Leak(now);
        _points = Capacity * percent / 100;
    }

    private double Leak(DateTimeOffset now)
    {
        // A clock that was set back leaks nothing.
        _points = Math.Max(0, _points - (Math.Max(0, (now - _at) / LeaksIn) * Capacity));
        _at = now;
        return _points;
    }
}
