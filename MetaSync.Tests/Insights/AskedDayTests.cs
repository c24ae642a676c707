using MetaSync.ApiService.Insights;
using MetaSync.Sync;

namespace MetaSync.Tests.Insights;

public sealed class AskedDayTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("xxx", "1-3")]
    [InlineData("x.x", "1-1 3-3")]
    [InlineData(".xx.x", "2-3 5-5")]
    public void Days_that_follow_each_other_are_one_range(string days, string ranges) => Assert.Equal(
        ranges, string.Join(' ', AskedDay.Ranges([.. days.Select((kind, n) => Asked(n, kind))], day => day.HasFailed).Select(range => $"{range.StartDate.Day}-{range.EndDate.Day}")));

    [Fact]
    public void Each_day_is_in_failed_or_missing_and_one_that_is_in_does_not_count_as_failed()
    {
        AskedDay[] days = [Asked(0, 'x'), Asked(1, '.'), Asked(2, 'x') with { Rows = 3 }, Asked(3, '.') with { Rows = 0, IsProvisional = true }];
        Assert.Equal(new ManifestDays(Asked: 4, In: 2, Empty: 1, Provisional: 1, Failed: 1, Missing: 1), AskedDay.Count(days));
        Assert.Equal(new ManifestDays(8, 4, 2, 2, 2, 2), ManifestDays.Sum([AskedDay.Count(days), AskedDay.Count(days)]));
        Assert.Equal([new DateRange(new DateOnly(2026, 1, 2), new DateOnly(2026, 1, 2))], AskedDay.Ranges(days, day => day.IsMissing));
    }

    private static AskedDay Asked(int n, char kind) => new("act_1", new DateOnly(2026, 1, 1).AddDays(n), null, null, false, kind == 'x');
}
