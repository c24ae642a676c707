using System.Text;

namespace MetaSync.Sync.Bulk;

/// <summary>
/// How Quartz writes a day that follows another: the statements of a made-up day, whose values are words that nothing else contains.
/// Where one of them stands in a statement, a real day's value belongs.
/// </summary>
internal static class DayForm
{
    private const string Mark = "~metasync:";

    /// <summary>The made-up day.</summary>
    public static ChainLink Link { get; } = new($"{Mark}name~", $"{Mark}lane~", $"{Mark}id~", $"{Mark}place~", $"{Mark}after~");

    /// <summary>What has to be put in for a value of the made-up day, or null when it is not known: a word of it stands where none was expected.</summary>
    public static Func<ChainLink, object?>? Filling(object? value) => value switch
    {
        string text when text == Link.Name => link => link.Name,
        string text when text == Link.Lane => link => link.Lane,
        string text when text == Link.After => link => link.After,
        string text when text.Contains(Mark, StringComparison.Ordinal) => null,
        byte[] bytes when bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Mark)) >= 0 => FillingOf(bytes),
        _ => _ => value,
    };

    /// <summary>Job data: the numbers, which look the same in whatever it is written in.</summary>
    private static Func<ChainLink, object?>? FillingOf(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (!Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes))
            return null;
        return Numbers(text, "", "").Contains(Mark, StringComparison.Ordinal) ? null : link => Encoding.UTF8.GetBytes(Numbers(text, link.DayId, link.Place));
    }

    private static string Numbers(string text, string dayId, string place) =>
        text.Replace(Link.DayId, dayId, StringComparison.Ordinal).Replace(Link.Place, place, StringComparison.Ordinal);
}
