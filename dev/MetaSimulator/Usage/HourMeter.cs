namespace MetaSimulator.Usage;

// Calls and work in a sliding hour: of the app, or of an account as a business use case.
internal sealed class HourMeter
{
    private static readonly TimeSpan ShortestBlock = TimeSpan.FromMinutes(1);

    private readonly SlidingHour _hour = new();

    public double CallsPerHour { get; set; }

    public Block Block { get; } = new();

    public double CallPercent(DateTimeOffset now) => Calls(_hour.Sum(now));

    public double CpuPercent(DateTimeOffset now) => Cpu(_hour.Sum(now));

    public double TimePercent(DateTimeOffset now) => Time(_hour.Sum(now));

    public Verdict Receive(DateTimeOffset now, bool enforced)
    {
        var early = enforced && Block.Receives(now);
        var refused = early || (enforced && !Fits(_hour.Sum(now) + new HourlyUse(1, 1)));
        if (refused)
            Block.Begin(now, Longer(_hour.Until(use => Fits(use + new HourlyUse(1, 1)), now)));
        else
            _hour.Add(new(1, 1), now);
        return new(early, refused);
    }

    public void Add(double work, bool error, DateTimeOffset now) => _hour.Add(new(0, work, error ? 1 : 0), now);

    public void Fill(double percent, DateTimeOffset now)
    {
        var missing = (Limit(default) * percent / 100) - _hour.Sum(now).Calls;
        _hour.Add(new(missing, missing), now);
    }

    private bool Fits(HourlyUse use) => Math.Max(Calls(use), Math.Max(Cpu(use), Time(use))) <= 100;

    // Every user error takes a thousandth of a call away.
    private double Limit(HourlyUse use) => Math.Max(1, CallsPerHour - (0.001 * use.Errors));

    private double Calls(HourlyUse use) => 100 * use.Calls / Limit(use);

    // As if there were processor time for two units of work for each call, and a unit took a fifth longer than it computes.
    private double Cpu(HourlyUse use) => 100 * use.Work / (2 * Limit(use));

    private double Time(HourlyUse use) => 1.2 * Cpu(use);

    private static TimeSpan Longer(TimeSpan block) => block < ShortestBlock ? ShortestBlock : block;
}
