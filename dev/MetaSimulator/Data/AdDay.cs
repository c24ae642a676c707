namespace MetaSimulator.Data;

// value = f(hash64(seed, account, ad, day, metric), age): the numbers of one ad on one day, computed anew each time.
internal static class AdDay
{
    private static readonly double[] Weekdays = [0.82, 1.04, 1.07, 1.05, 1.08, 1.02, 0.88];

    public static bool TryMeasure(AdAccount account, int ad, in AccountDay day, out Totals totals)
    {
        totals = default;
        var adKey = Hash.Of(account.Key, ad);
        var profile = new AdProfile(adKey);
        var key = Hash.Of(adKey, day.DayNumber);
        // 3 in 100 days of a flight have no delivery.
        if (day.Progress <= 0 || !profile.Runs(day.DaysSinceStart) || Hash.Of(key, 1) % 100 < 3 || Restatement.Vanished(key, day.AgeDays))
            return false;

        var final = profile.Scale * Weekdays[day.Weekday] * Math.Exp(0.45 * Hash.Normal(Hash.Of(key, 2)));
        var impressions = (long)(final * day.Progress * Restatement.DeliveryShare(key, day.AgeDays));
        if (impressions == 0)
            return false;

        totals.Impressions = impressions;
        totals.Spend = (long)(impressions * profile.PricePerThousand * Hash.Between(Hash.Of(key, 3), 0.8, 1.2) / 1000);
        totals.Clicks = (long)(impressions * profile.ClickRate * Hash.Between(Hash.Of(key, 4), 0.6, 1.5));
        totals.LinkClicks = (long)(totals.Clicks * Hash.Between(Hash.Of(key, 5), 0.6, 0.95));
        totals.Reached = People.Of(Math.Max(1, (long)(impressions / profile.Frequency)));
        totals.Clicking = People.Of(Math.Max(Math.Min(1, totals.Clicks), (long)(totals.Clicks / profile.Frequency)));
        AddActions(ref totals, profile, key, day, final);
        return true;
    }

    private static void AddActions(ref Totals totals, in AdProfile profile, ulong key, in AccountDay day, double finalImpressions)
    {
        var clicked = totals.LinkClicks;
        totals.LinkClickActions = new(clicked - (clicked / 40), clicked, clicked, 0, 0);
        totals.PageViews = new(clicked * 7 / 10, clicked * 3 / 4, clicked * 4 / 5, clicked / 50, clicked / 70);

        var share = day.Progress * Restatement.ConversionShare(day.AgeDays);
        var purchases = finalImpressions * profile.ClickRate * profile.PurchaseRate;
        totals.Purchases = Attribute(Hash.Of(key, 6), purchases, share);
        totals.Carts = Attribute(Hash.Of(key, 7), purchases * 3, share);
        totals.PurchaseValue = totals.Purchases * (1500 + (long)(Hash.Of(key, 8) % 9000));
    }

    private static ActionCounts Attribute(ulong key, double mean, double share)
    {
        var sevenDays = Hash.Poisson(Hash.Of(key, 1), mean);
        var oneDay = (long)(sevenDays * Hash.Between(Hash.Of(key, 2), 0.5, 1));
        var month = sevenDays + Hash.Poisson(Hash.Of(key, 4), mean * 0.1);
        var viewed = Hash.Poisson(Hash.Of(key, 3), mean * 0.12);
        return new((long)(oneDay * share), (long)(sevenDays * share), (long)(month * share), (long)(viewed * share), (long)(viewed * share * 2 / 3));
    }
}
