using MetaSimulator.Data;

namespace MetaSimulator.Usage;

// The load that insights are under: this app's work of the last minute or so, and everybody else's.
internal sealed class LoadMeter(double capacity, long seed)
{
    private static readonly TimeSpan LeaksIn = TimeSpan.FromMinutes(1);

    private double _units;
    private DateTimeOffset _at;
    private long _received;

    public Block Block { get; } = new();

    public double Percent(DateTimeOffset now) => (100 * Leak(now) / capacity) + Others(now);

    // Above 100 % only some calls get through, the fewer the more it is; the block is the time until it is less.
    public Verdict Receive(DateTimeOffset now, bool enforced)
    {
        var early = enforced && Block.Receives(now);
        var percent = Percent(now);
        var chance = percent <= 100 ? 0 : Math.Min(0.95, 0.5 + ((percent - 100) / 100));
        var refused = enforced && Hash.Unit(Hash.Of(Hash.Of(3, seed), ++_received)) < chance;
        if (refused)
            Block.Begin(now, LeaksIn * ((percent - 100) / 100));
        else
            _units = Leak(now) + 1;
        return new(early, refused);
    }

    public void Add(double work, DateTimeOffset now) => _units = Leak(now) + work;

    public void Fill(double percent, DateTimeOffset now)
    {
        Leak(now);
        _units = Math.Max(0, capacity * (percent - Others(now)) / 100);
    }

    // A slow curve between 5 and 35 %, whose phase follows from the seed.
    private double Others(DateTimeOffset now)
    {
        var hours = now.ToUnixTimeSeconds() / 3600.0;
        var phase = Hash.Between(Hash.Of(4, seed), 0, 2 * Math.PI);
        return 20 + (10 * Math.Sin((hours * 2 * Math.PI / 24) + phase)) + (5 * Math.Sin((hours * 2 * Math.PI / 1.7) + (2 * phase)));
    }

    private double Leak(DateTimeOffset now)
    {
        _units = Math.Max(0, _units - (Math.Max(0, (now - _at) / LeaksIn) * capacity));
        _at = now;
        return _units;
    }
}
