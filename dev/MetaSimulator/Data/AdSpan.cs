namespace MetaSimulator.Data;

// Ads side by side; the end is the first that is not of them.
internal readonly record struct AdSpan(int First, int End)
{
    // Both in order and without overlap.
    public static AdSpan[] Intersect(AdSpan[] one, AdSpan[] other)
    {
        var common = new List<AdSpan>();
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            var both = new AdSpan(Math.Max(one[i].First, other[j].First), Math.Min(one[i].End, other[j].End));
            if (both.First < both.End)
                common.Add(both);
            _ = one[i].End < other[j].End ? i++ : j++;
        }

        return [.. common];
    }

    public static AdSpan[] InOrder(IEnumerable<AdSpan> spans) => [.. spans.Distinct().OrderBy(span => span.First)];
}
