namespace MetaSync.Worker.Refresh;

/// <summary>Which days are read once more. Meta restates a day for 28 days, mostly in the first week.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights/best-practices</remarks>
internal static class RefreshAges
{
    /// <summary>In days. At 29, when 28 whole days have passed since the day's end, it is read for the last time.</summary>
    private static readonly int[] Ages = [1, 2, 3, 4, 5, 6, 7, 10, 14, 21, Final];

    public const int Final = 29;

    /// <summary>How far back a day is looked at: a final reading that was missed is made up for, and a year that was synced long ago is not read again.</summary>
    public const int Window = 60;

    /// <summary>The days to be read, newest first.</summary>
    /// <param name="today">The account's.</param>
    /// <param name="first">The first day that was ever synced.</param>
    /// <param name="readOn">The account's day on which a day was last read; a day that is missing was never read.</param>
    public static IEnumerable<DateOnly> Due(DateOnly today, DateOnly first, IReadOnlyDictionary<DateOnly, DateOnly> readOn)
    {
        for (var age = 1; age <= Window && today.AddDays(-age) is var day && day >= first; age++)
        {
            var lastAge = readOn.TryGetValue(day, out var read) ? read.DayNumber - day.DayNumber : 0;
            if (Ages.Any(step => lastAge < step && step <= age))
                yield return day;
        }
    }
}
