using F23.StringSimilarity;

namespace MetaSync.Worker.Reports;

internal static class Typo
{
    private static readonly OptimalStringAlignment Slips = new(); // letters added, lost, changed or swapped with their neighbour

    /// <summary>The known name that was meant, if one is at most two slips away; one for a name of two or three letters.</summary>
    /// <remarks>Another number is another metric and no slip: Meta has video_p25_watched_actions, and p50, and adds more.</remarks>
    public static string? Of(string name, IEnumerable<string> known) => known
        .Where(each => Digits(each) == Digits(name))
        .Select(each => (Name: each, Slips: Slips.Distance(name, each)))
        .Where(each => each.Slips <= Math.Min(2, name.Length / 2))
        .OrderBy(each => each.Slips).ThenBy(each => each.Name, StringComparer.Ordinal)
        .FirstOrDefault().Name;

    private static string Digits(string name) => string.Concat(name.Where(char.IsAsciiDigit));
}
