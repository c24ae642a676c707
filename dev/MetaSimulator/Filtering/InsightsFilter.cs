using MetaSimulator.Data;

namespace MetaSimulator.Filtering;

// The ads that count, and the impressions that a row must have more than.
internal sealed record InsightsFilter(AdSpan[] Ads, long ImpressionsOver)
{
    public static InsightsFilter None(AdAccount account) => new([new(0, account.Count(Level.Ad))], 0);

    public InsightsFilter Of(IEnumerable<AdSpan> ads) => this with { Ads = AdSpan.Intersect(Ads, AdSpan.InOrder(ads)) };

    // The entities that have ads which count, in order.
    public IEnumerable<int> Entities(AdAccount account, Level level) => Ads
        .SelectMany(span =>
        {
            var first = account.EntityOf(level, span.First);
            return Enumerable.Range(first, account.EntityOf(level, span.End - 1) - first + 1);
        })
        .Distinct();
}
