using MetaSimulator.Data;

namespace MetaSimulator.Breakdowns;

// A set of keys that a row may be broken down by, the cells that it falls into, and how heavy each is for an ad's day.
internal sealed class Breakdown(string[] keys, Cell[] cells, CellShare share)
{
    public static Breakdown None { get; } = new([], [new([], 1)], static (_, in _, _) => 1);

    public IReadOnlyList<string> Keys => keys;

    public int Count => cells.Length;

    public string Value(int cell, int key) => cells[cell].Values[key];

    public void Weigh(ulong adKey, in AccountDay day, Span<double> weights)
    {
        var dayKey = Hash.Of(adKey, day.DayNumber);
        for (var i = 0; i < cells.Length; i++)
            weights[i] = cells[i].Weight * share(adKey, in day, i) * Hash.Between(Hash.Of(dayKey, 100 + i), 0.6, 1.4);
    }
}

// How much of a cell an ad has on a day: none of a country where it does not run, or of an hour to come.
internal delegate double CellShare(ulong adKey, in AccountDay day, int cell);

internal sealed record Cell(string[] Values, double Weight);
