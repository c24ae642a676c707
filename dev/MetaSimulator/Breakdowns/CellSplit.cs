using MetaSimulator.Data;

namespace MetaSimulator.Breakdowns;

// Divides an ad's day among cells so that what is additive adds up exactly, by differences of running totals.
internal static class CellSplit
{
    // The same people are met in several cells.
    private const double Overlap = 1.15;

    public static void AddTo(Span<Totals> cells, in Totals whole, ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;

        var running = 0.0;
        var before = 0L;
        for (var i = 0; i < cells.Length && before < whole.Impressions; i++)
        {
            running += weights[i];
            var upTo = running >= sum ? whole.Impressions : (long)(whole.Impressions * (running / sum));
            if (upTo == before)
                continue;

            cells[i].Add(Part(in whole, new(before, upTo, whole.Impressions)));
            before = upTo;
        }
    }

    // By impressions and not by weight: a cell without impressions, which is no row, must not have anything else.
    private static Totals Part(in Totals whole, Share share)
    {
        var part = new Totals
        {
            Impressions = share.UpTo - share.Before,
            Clicks = share.Of(whole.Clicks),
            LinkClicks = share.Of(whole.LinkClicks),
            Spend = share.Of(whole.Spend),
            LinkClickActions = whole.LinkClickActions.Part(share),
            PageViews = whole.PageViews.Part(share),
            Carts = whole.Carts.Part(share),
            Purchases = whole.Purchases.Part(share),
        };
        part.PurchaseValue = part.Purchases * (whole.Purchases.Sum == 0 ? 0 : whole.PurchaseValue.Sum / whole.Purchases.Sum);
        part.Reached = Part(whole.Reached, part.Impressions, whole.Impressions);
        part.Clicking = Part(whole.Clicking, part.Clicks, whole.Clicks);
        return part;
    }

    private static People Part(in People whole, long part, long of) =>
        People.Of(of == 0 ? 0 : Math.Min((long)Math.Ceiling(whole.Count * Overlap * part / of), Math.Min(whole.Count, part)));
}
