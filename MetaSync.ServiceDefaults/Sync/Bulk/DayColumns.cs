using System.Text;

namespace MetaSync.Sync.Bulk;

/// <summary>What differs from day to day, by columns.</summary>
internal sealed class DayColumns(IReadOnlyList<ChainLink> days)
{
    private readonly Dictionary<string, byte[][]> _data = [];

    public string[] Names { get; } = [.. days.Select(day => day.Name)];

    public string[] Lanes { get; } = [.. days.Select(day => day.Lane)];

    public string?[] Afters { get; } = [.. days.Select(day => day.After)];

    /// <summary>The days' job data, where that of the made-up day is this.</summary>
    public byte[][] Data(string text)
    {
        if (!_data.TryGetValue(text, out var data))
            _data.Add(text, data = [.. days.Select(day => Encoding.UTF8.GetBytes(Data(text, day.DayId, day.Place)))]);
        return data;
    }

    public static string Data(string text, string dayId, string place) =>
        text.Replace(DayForm.Link.DayId, dayId, StringComparison.Ordinal).Replace(DayForm.Link.Place, place, StringComparison.Ordinal);
}
