using MetaSimulator.Breakdowns;
using MetaSimulator.Data;

namespace MetaSimulator.Insights;

// The rows of a query as of an instant. A slot is a (period, entity, cell), numbered in this order; most slots have a row.
// Any slot can be read without the ones before it, so a page far into 60,000 ads costs no more than the first.
internal sealed class RowSource
{
    private readonly InsightsQuery _query;
    private readonly DateTimeOffset _asOf;
    private readonly DateRange[] _periods;
    private readonly int[]? _selected;
    private readonly int _entities;
    private readonly Totals[] _cells;
    private readonly double[] _weights;
    private AccountDay[] _days = [];
    private int _daysOf = -1;
    private long _cellsOf = -1;

    public RowSource(InsightsQuery query, DateTimeOffset asOf, int shiftDays = 0)
    {
        (_query, _asOf) = (query, asOf);
        _periods = query.Increment.Cut(query.Range.Shift(shiftDays));
        var all = query.Account.Count(query.Level);
        _selected = query.Filter.Ads is [{ First: 0 } only] && only.End == query.Account.Count(Level.Ad)
            ? null
            : [.. query.Filter.Entities(query.Account, query.Level)];
        _entities = _selected?.Length ?? all;
        _cells = new Totals[query.Breakdown.Count];
        _weights = new double[query.Breakdown.Count];
    }

    public long Slots => (long)_periods.Length * _entities * _cells.Length;

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

    // Counts the rows from a slot on, but not much further than is asked for.
    public long Count(long atMost, long slot = 0)
    {
        var count = 0L;
        for (; count <= atMost && TryNext(ref slot, out _); slot++)
            count++;
        return count;
    }

    // Where there are not even so many slots, nothing has to be counted.
    public bool HasMoreThan(long rows, long slot = 0) => Slots - slot > rows && Count(rows, slot) > rows;

    private bool TryRead(long slot, out Row row)
    {
        var group = slot / _cells.Length;
        var period = (int)(group / _entities);
        var place = (int)(group % _entities);
        var entity = _selected?[place] ?? place;
        if (_cellsOf != group)
        {
            Measure(period, entity);
            _cellsOf = group;
        }

        var cell = (int)(slot % _cells.Length);
        row = new(_query, entity, cell, _periods[period], _cells[cell]);
        return row.Totals.Impressions > _query.Filter.ImpressionsOver;
    }

    private void Measure(int period, int entity)
    {
        if (_daysOf != period)
        {
            _days = [.. Enumerable.Range(0, _periods[period].Days).Select(i => AccountDay.At(_query.Account, _periods[period].Since.AddDays(i), _asOf))];
            _daysOf = period;
        }

        Array.Clear(_cells);
        var (first, end) = new EntityNode(_query.Account, _query.Level, entity).Ads;
        foreach (var span in _query.Filter.Ads)
        {
            for (var ad = Math.Max(first, span.First); ad < Math.Min(end, span.End); ad++)
                Measure(ad);
        }
    }

    private void Measure(int ad)
    {
        foreach (ref readonly var day in _days.AsSpan())
        {
            if (!AdDay.TryMeasure(_query.Account, ad, in day, out var measured))
                continue;

            if (_cells.Length == 1)
            {
                _cells[0].Add(in measured);
                continue;
            }

            _query.Breakdown.Weigh(Hash.Of(_query.Account.Key, ad), in day, _weights);
            CellSplit.AddTo(_cells, in measured, _weights);
        }
    }
}
