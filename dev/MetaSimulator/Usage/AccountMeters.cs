using MetaSimulator.Configuration;

namespace MetaSimulator.Usage;

// The two meters of an account, with the sizes of the access that the app has to it.
internal sealed class AccountMeters
{
    // Every active ad adds calls to the hour.
    private const double CallsPerAd = 400;

    private readonly QuotaOptions _options;
    private readonly int _ads;

    public AccountMeters(QuotaOptions options, Tier tier, int ads)
    {
        (_options, _ads) = (options, ads);
        Tier = tier;
    }

    public Tier Tier
    {
        get;
        set
        {
            field = value;
            Score.Capacity = _options.ScoreCapacity ?? value.ScoreCapacity;
            Score.BlockDuration = value.ScoreBlock;
            Business.CallsPerHour = (_options.BusinessCallsPerHour ?? value.BusinessCallsPerHour) + (CallsPerAd * _ads);
        }
    }

    public ScoreMeter Score { get; } = new();

    public HourMeter Business { get; } = new();
}
