namespace MetaSimulator.Data;

// The numbers of one row. Everything is additive but people.
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
    public People Reached;
    public People Clicking;

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
        Reached.Add(in other.Reached);
        Clicking.Add(in other.Clicking);
    }
}
