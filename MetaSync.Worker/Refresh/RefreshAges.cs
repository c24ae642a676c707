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
    /// <param name="readOn">
    /// The recent days that were ever asked for, each with the account's day on which it was last read; null when it never came in.
    /// Days since the newest of them are new and due, days between them that nobody has asked for are not.
    /// </param>
    public static IEnumerable<DateOnly> Due(DateOnly today, IReadOnlyDictionary<DateOnly, DateOnly?> readOn)
    {
        var newest = readOn.Keys.Where(day => day >= today.AddDays(-Window)).DefaultIfEmpty(DateOnly.MaxValue).Max();
        for (var age = 1; age <= Window; age++)
        {
            var day = today.AddDays(-age);
            var isKnown = readOn.TryGetValue(day, out var read);
            if (!isKnown && day <= newest)
                continue;
            var lastAge = read is null ? 0 : read.Value.DayNumber - day.DayNumber;
            if (Ages.Any(step => lastAge < step && step <= age))
                yield return day;
        }
    }
}
