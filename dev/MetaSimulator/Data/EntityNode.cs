namespace MetaSimulator.Data;

// A campaign, an ad set or an ad.
internal readonly record struct EntityNode(AdAccount Account, Level Level, int Entity)
{
    public AdSpan Ads => new(Account.FirstAd(Level, Entity), Account.FirstAd(Level, Entity + 1));
}
