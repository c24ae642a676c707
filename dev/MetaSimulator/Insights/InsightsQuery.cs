using MetaSimulator.Breakdowns;
using MetaSimulator.Data;
using MetaSimulator.Filtering;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal sealed record InsightsQuery(
    AdAccount Account,
    Level Level,
    Field<Row>[] Fields,
    Breakdown Breakdown,
    InsightsFilter Filter,
    Windows Windows,
    DateRange Range,
    Increment Increment,
    double MissingKeyShare)
{
    // Units for the rate limits: one for 50,000 values, a half for each breakdown.
    public double Work(long rows) => (rows * Fields.Length / 50_000.0) + (Breakdown.Keys.Count / 2.0);

    // Ties a cursor to its query; the limit may change from page to page, the rest may not.
    public ulong Fingerprint()
    {
        var hash = Hash.Of(Hash.Of(Account.Key, (long)Level), Increment.Days);
        hash = Hash.Of(Hash.Of(hash, Range.Since.DayNumber), Range.Until.DayNumber);
        hash = Hash.Of(Hash.Of(hash, Filter.ImpressionsOver), (long)Windows);
        hash = Filter.Ads.Aggregate(hash, (current, span) => Hash.Of(Hash.Of(current, span.First), span.End));
        return Fields.Aggregate(hash, (current, field) => Hash.Of(current, field.Name));
    }
}
