using MetaSync.Sync;
using MetaSync.Worker.Sync;

namespace MetaSync.Tests.Sync;

public sealed class DayRunTests
{
    [Theory]
    [InlineData("2026-01-10", "2026-01-10", "2026-01-10", "2026-01-10")]
    [InlineData("2026-01-10", "2026-01-16", "2026-01-10", "2026-01-16")]
    [InlineData("2026-01-28", "2026-02-03", "2026-01-28", "2026-01-31")] // its end has not begun
    [InlineData("2025-12-29", "2026-01-04", "2026-01-01", "2026-01-04")] // Meta has forgotten its beginning
    [InlineData("2025-12-01", "2026-02-28", "2026-01-01", "2026-01-31")]
    public void A_chunk_runs_for_those_of_its_days_that_the_account_has(string day, string endDay, string first, string last)
    {
        var run = new DayRun(1, Guid.Empty, Guid.Empty, "act_1", DateOnly.Parse(day, null), DateOnly.Parse(endDay, null), 1, DateTimeOffset.UnixEpoch);

        Assert.Equal(new DateRange(DateOnly.Parse(first, null), DateOnly.Parse(last, null)), run.Within(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 31)).Days);
    }
}
