using System.Collections.Concurrent;
using MetaSimulator.Control;
using MetaSimulator.Graph;

namespace MetaSimulator.Usage;

// Counts calls per app and account with the sizes of full access: a score of 9,000 in 300 s, 190,000 an hour.
internal sealed class UsageMeters(SimulatorClock clock)
{
    // Nothing is refused for the meters' sake, so they never say that there is reason to stop.
    private const double HighestPercent = 50;

    private readonly ConcurrentDictionary<string, Meter> _accounts = new();
    private readonly ConcurrentDictionary<string, Meter> _businessUses = new();
    private Meter _app = App();

    public UsageReport Charge(GraphCall call)
    {
        var key = call.Account ?? "";
        var (app, _) = _app.Charge(1, clock.Now);
        var (account, emptyIn) = _accounts.GetOrAdd(key, static _ => new(9_000, TimeSpan.FromSeconds(300))).Charge(1, clock.Now);
        var (business, _) = _businessUses.GetOrAdd(key, static _ => new(190_000, TimeSpan.FromHours(1))).Charge(1, clock.Now);
        return new()
        {
            AppPercent = Math.Min(HighestPercent, app),
            AccountPercent = Math.Min(HighestPercent, account),
            ResetSeconds = (int)Math.Ceiling(emptyIn.TotalSeconds),
            BusinessPercent = Math.Min(HighestPercent, business),
            LoadPercent = Math.Min(HighestPercent, app / 2),
        };
    }

    public void Clear()
    {
        _accounts.Clear();
        _businessUses.Clear();
        _app = App();
    }

    private static Meter App() => new(200_000, TimeSpan.FromHours(1));
}
