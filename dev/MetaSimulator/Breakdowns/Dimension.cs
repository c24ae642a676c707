namespace MetaSimulator.Breakdowns;

// Keys whose values come together, with the weight of each value.
internal sealed record Dimension(string[] Keys, Cell[] Cells)
{
    public static Dimension operator *(Dimension one, Dimension other) => new(
        [.. one.Keys, .. other.Keys],
        [.. one.Cells.SelectMany(a => other.Cells.Select(b => new Cell([.. a.Values, .. b.Values], a.Weight * b.Weight)))]);

    public static Dimension Of(string key, params (string Value, double Weight)[] values) =>
        new([key], [.. values.Select(value => new Cell([value.Value], value.Weight))]);

    public Breakdown Plain() => new(Keys, Cells, static (_, in _, _) => 1);
}
