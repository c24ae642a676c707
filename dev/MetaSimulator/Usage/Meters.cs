using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Usage;

// Not safe for concurrent use.
internal sealed class Meters
{
    private readonly World _world;
    private readonly Dictionary<string, AccountMeters> _accounts;
    private readonly HourMeter _app;
    private readonly LoadMeter _load;
    private Tier _tier;
    private bool _enforced;

    public Meters(World world)
    {
        var quota = world.Options.Quota;
        _world = world;
        _enforced = quota.Enforced;
        _tier = Tier.Find(quota.Tier)!;
        _app = new() { CallsPerHour = quota.AppCallsPerHour };
        _load = new(quota.LoadCapacity, world.Options.Seed);
        _accounts = world.Accounts.ToDictionary(
            account => AdAccount.Node(account.Id), account => new AccountMeters(quota, Tier.Find(account.Tier) ?? _tier, account.Count(Level.Ad)));
    }

    public void Charge(GraphCall call, DateTimeOffset now)
    {
        var account = Of(call.Account);
        // Of calls that concern no account, the account's meters are nobody's: they are shown, and refuse nothing.
        var concerns = _enforced && call.Account is not null;
        var app = _app.Receive(now, _enforced);
        var load = call.Parts is [_, "insights"] ? _load.Receive(now, _enforced) : default;
        var business = account.Business.Receive(now, concerns);
        var score = account.Score.Receive(call.Method == "POST" ? 3 : 1, now, concerns);

        call.WhileBlocked = app.WhileBlocked || load.WhileBlocked || business.WhileBlocked || score.WhileBlocked;
        call.Refusal = app.Refused ? GraphErrors.AppCalls
            : load.Refused ? GraphErrors.InsightsLoad
            : business.Refused ? GraphErrors.BusinessUseCase
            : score.Refused ? GraphErrors.AccountScore : null;
        call.Usage = Report(account, now);
    }

    public void Settle(GraphCall call, DateTimeOffset now)
    {
        var error = call.Outcome.ErrorCode is not null && call.Refusal is null;
        Of(call.Account).Business.Add(call.Outcome.Work, error, now);
        _app.Add(call.Outcome.Work, error: false, now);
        _load.Add(call.Outcome.Work, now);
    }

    public void Change(QuotaChange change, DateTimeOffset now)
    {
        _enforced = change.Enforced ?? _enforced;
        if (Tier.Find(change.Tier) is { } tier)
        {
            _tier = change.Account is null ? tier : _tier;
            foreach (var account in change.Account is { } one ? [Of(AdAccount.Node(one))] : _accounts.Values.AsEnumerable())
                account.Tier = tier;
        }

        Fill(change.Fill, now);
    }

    public IReadOnlyList<MeterReading> Read(DateTimeOffset now) =>
    [
        Reading("app", null, _tier, _app.CallPercent(now), _app.Block, now),
        Reading("load", null, _tier, _load.Percent(now), _load.Block, now),
        .. _accounts.Where(pair => pair.Key.Length > 0).SelectMany(pair => new[]
        {
            Reading("buc", pair.Key, pair.Value.Tier, pair.Value.Business.CallPercent(now), pair.Value.Business.Block, now),
            Reading("score", pair.Key, pair.Value.Tier, pair.Value.Score.Percent(now), pair.Value.Score.Block, now),
        }),
    ];

    private void Fill(MeterFill? fill, DateTimeOffset now)
    {
        switch (fill?.Meter)
        {
            case "app":
                _app.Fill(fill.Percent, now);
                break;
            case "load":
                _load.Fill(fill.Percent, now);
                break;
            case "buc":
                Of(AdAccount.Node(fill.Account!)).Business.Fill(fill.Percent, now);
                break;
            case "score":
                Of(AdAccount.Node(fill.Account!)).Score.Fill(fill.Percent, now);
                break;
        }
    }

    private UsageReport Report(AccountMeters account, DateTimeOffset now) => new()
    {
        Tier = account.Tier.HeaderName,
        AppPercent = Shown(_app.CallPercent(now), _app.Block, now),
        AccountPercent = Shown(account.Score.Percent(now), account.Score.Block, now),
        ResetSeconds = (int)Math.Ceiling(account.Score.ResetIn(now).TotalSeconds),
        BusinessPercent = Shown(account.Business.CallPercent(now), account.Business.Block, now),
        CpuPercent = Shown(account.Business.CpuPercent(now), null, now),
        TimePercent = Shown(account.Business.TimePercent(now), null, now),
        RegainMinutes = account.Business.Block.Until(now) is { } until ? (int)Math.Ceiling((until - now).TotalMinutes) : 0,
        LoadPercent = Shown(_load.Percent(now), null, now),
    };

    // What refuses everything is full; and when nothing is refused, nothing must look like a reason to stop.
    private double Shown(double percent, Block? block, DateTimeOffset now) =>
        !_enforced ? Math.Min(50, percent) : block?.Until(now) is null ? percent : Math.Max(100, percent);

    // An account that there is not has meters too, for as long as it is asked for.
    private AccountMeters Of(string? node) => _accounts.TryGetValue(node ?? "", out var meters)
        ? meters
        : _accounts[node ?? ""] = new(_world.Options.Quota, _tier, 0);

    private static MeterReading Reading(string meter, string? account, Tier tier, double percent, Block block, DateTimeOffset now) =>
        new(meter, account, tier.Name, Math.Round(percent, 2), block.Until(now), block.CallsWhileBlocked);
}
