using MetaSimulator.Data;

namespace MetaSimulator.Insights;

// The rows of a query as of an instant. A slot is a (period, entity) pair, numbered period by period; most slots have a row.
// Any slot can be read without the ones before it, so a page far into 60,000 ads costs no more than the first.
internal sealed class RowSource(InsightsQuery query, DateTimeOffset asOf, int shiftDays = 0)
{
    private readonly DateRange[] _periods = query.Increment.Cut(query.Range.Shift(shiftDays));
    private readonly int _entities = query.Account.Count(query.Level);
    private AccountDay[] _days = [];
    private int _daysOf = -1;

    public long Slots => (long)_periods.Length * _entities;

    // Reads the first row at or after a slot and moves the slot to it; false at the end.
    public bool TryNext(ref long slot, out Row row)
    {
        for (; slot < Slots; slot++)
        {
            if (TryRead(slot, out row))
                return true;
        }

        row = default;
        return false;
    }

    public long Count()
    {
        var count = 0L;
        for (var slot = 0L; TryNext(ref slot, out _); slot++)
            count++;
        return count;
    }

    private bool TryRead(long slot, out Row row)
    {
        var period = (int)(slot / _entities);
        var entity = (int)(slot % _entities);
        if (_daysOf != period)
        {
            _days = [.. Enumerable.Range(0, _periods[period].Days).Select(i => AccountDay.At(query.Account, _periods[period].Since.AddDays(i), asOf))];
            _daysOf = period;
        }

        var totals = new Totals();
        var end = query.Account.FirstAd(query.Level, entity + 1);
        for (var ad = query.Account.FirstAd(query.Level, entity); ad < end; ad++)
        {
            foreach (ref readonly var day in _days.AsSpan())
            {
                if (AdDay.TryMeasure(query.Account, ad, in day, out var measured))
                    totals.Add(in measured);
            }
        }

        row = new(query.Account, query.Level, entity, _periods[period], totals);
        return totals.Impressions > 0;
    }
}
