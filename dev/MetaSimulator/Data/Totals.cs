namespace MetaSimulator.Data;

// The numbers of one row. Everything is additive but Reach.
internal record struct Totals
{
    public long Impressions;
    public long Clicks;
    public long LinkClicks;
    public long Spend;
    public ActionCounts LinkClickActions;
    public ActionCounts PageViews;
    public ActionCounts Carts;
    public ActionCounts Purchases;
    public ActionCounts PurchaseValue;
    private long _reachSum;
    private long _reachMax;
    private int _members;

    // People, of whom the more are counted twice the more ads and days are added up.
    public readonly long Reach => Math.Max(_reachMax, (long)(_reachSum / (1 + (0.12 * Math.Log(Math.Max(1, _members))))));

    public void SetReach(long people) => (_reachSum, _reachMax, _members) = (people, people, 1);

    public void Add(in Totals other)
    {
        Impressions += other.Impressions;
        Clicks += other.Clicks;
        LinkClicks += other.LinkClicks;
        Spend += other.Spend;
        LinkClickActions += other.LinkClickActions;
        PageViews += other.PageViews;
        Carts += other.Carts;
        Purchases += other.Purchases;
        PurchaseValue += other.PurchaseValue;
        _reachSum += other._reachSum;
        _reachMax = Math.Max(_reachMax, other._reachMax);
        _members += other._members;
    }
}
