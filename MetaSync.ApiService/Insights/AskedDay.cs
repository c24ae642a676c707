using MetaSync.Sync;

namespace MetaSync.ApiService.Insights;

/// <summary>A day of an account that was asked for.</summary>
/// <param name="Account">The account.</param>
/// <param name="Day">The day.</param>
/// <param name="Rows">Its rows; null when it is not in.</param>
/// <param name="AsOf">When Meta was last asked for it; null when it is not in.</param>
/// <param name="IsProvisional">Whether Meta may still restate it.</param>
/// <param name="HasFailed">Whether the last try failed.</param>
internal sealed record AskedDay(string Account, DateOnly Day, long? Rows, DateTimeOffset? AsOf, bool IsProvisional, bool HasFailed)
{
    public bool IsIn => Rows is not null;

    public bool IsFailed => !IsIn && HasFailed;

    public bool IsMissing => !IsIn && !HasFailed;

    /// <summary>How many there are of each kind.</summary>
    public static ManifestDays Count(IReadOnlyCollection<AskedDay> days) => new(
        days.Count, days.Count(day => day.IsIn), days.Count(day => day.Rows == 0), days.Count(day => day.IsIn && day.IsProvisional),
        days.Count(day => day.IsFailed), days.Count(day => day.IsMissing));

    /// <summary>The days of a kind, those that follow each other as one range. They come in their order.</summary>
    public static IReadOnlyList<DateRange> Ranges(IEnumerable<AskedDay> days, Func<AskedDay, bool> isOfKind)
    {
        var ranges = new List<DateRange>();
        foreach (var day in days.Where(isOfKind).Select(day => day.Day))
        {
            if (ranges.Count > 0 && ranges[^1].EndDate.AddDays(1) == day)
                ranges[^1] = ranges[^1] with { EndDate = day };
            else
                ranges.Add(new DateRange(day, day));
        }

        return ranges;
    }
}
