using MetaSync.Sync;

namespace MetaSync.Tests.Sync;

public sealed class DateRangeTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-01-31", 1)]
    [InlineData("2026-01-01", "2026-01-31", 31)]
    [InlineData("2024-02-28", "2024-03-01", 3)] // a leap year
    [InlineData("2026-02-28", "2026-03-01", 2)]
    [InlineData("2025-12-31", "2026-01-01", 2)]
    [InlineData("2024-01-01", "2024-12-31", 366)]
    [InlineData("2026-03-28", "2026-03-30", 3)] // Europe's clocks go forward
    [InlineData("2026-10-24", "2026-10-26", 3)] // and back
    [InlineData("2026-02-01", "2026-01-31", 0)]
    public void A_range_has_every_day_once_and_in_order(string start, string end, int count)
    {
        var range = new DateRange(DateOnly.Parse(start), DateOnly.Parse(end));

        var days = range.Days().ToArray();

        Assert.Equal(count, range.Count);
        Assert.Equal(Enumerable.Range(0, count).Select(range.StartDate.AddDays), days);
    }
}
