using MetaSimulator.Data;
using MetaSimulator.Graph;

namespace MetaSimulator.Insights;

/// <summary>What rows are asked for.</summary>
internal sealed record InsightsQuery(AdAccount Account, Level Level, Field<Row>[] Fields, DateRange Range, Increment Increment)
{
    /// <summary>Ties a cursor to its query; the limit may change from page to page, the rest may not.</summary>
    public ulong Fingerprint()
    {
        var hash = Hash.Of(Hash.Of(Account.Key, (long)Level), Increment.Days);
        hash = Hash.Of(Hash.Of(hash, Range.Since.DayNumber), Range.Until.DayNumber);
        return Fields.Aggregate(hash, (current, field) => Hash.Of(current, field.Name));
    }
}
