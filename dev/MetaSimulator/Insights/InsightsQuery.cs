using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

internal sealed record InsightsQuery(AdAccount Account, Level Level, Field<Row>[] Fields, DateRange Range, Increment Increment)
{
    // Ties a cursor to its query; the limit may change from page to page, the rest may not.
    public ulong Fingerprint()
    {
        var hash = Hash.Of(Hash.Of(Account.Key, (long)Level), Increment.Days);
        hash = Hash.Of(Hash.Of(hash, Range.Since.DayNumber), Range.Until.DayNumber);
        return Fields.Aggregate(hash, (current, field) => Hash.Of(current, field.Name));
    }
}
