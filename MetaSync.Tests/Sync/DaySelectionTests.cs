using System.Globalization;
using MetaSync.Sync;

namespace MetaSync.Tests.Sync;

public sealed class DaySelectionTests
{
    private static readonly DayStanding Missing = new(false, false, DayData.Missing);
    private static readonly DayStanding Final = new(false, false, DayData.Final);

    [Theory]
    [InlineData(SyncMode.All, DayData.Missing, false, "missing", null)]
    [InlineData(SyncMode.All, DayData.Missing, true, "failed", null)]
    [InlineData(SyncMode.All, DayData.Provisional, false, "provisional", null)]
    [InlineData(SyncMode.All, DayData.Empty, false, "empty", null)]
    [InlineData(SyncMode.All, DayData.Final, false, "final", null)]
    [InlineData(SyncMode.All, DayData.Final, true, "failed", null)] // a reading once more that failed
    [InlineData(SyncMode.Missing, DayData.Missing, false, "missing", null)]
    [InlineData(SyncMode.Missing, DayData.Missing, true, null, "failed")]
    [InlineData(SyncMode.Missing, DayData.Provisional, false, null, "in")]
    [InlineData(SyncMode.Missing, DayData.Empty, false, null, "in")]
    [InlineData(SyncMode.Missing, DayData.Final, true, null, "failed")]
    [InlineData(SyncMode.MissingAndFailed, DayData.Missing, false, "missing", null)]
    [InlineData(SyncMode.MissingAndFailed, DayData.Missing, true, "failed", null)]
    [InlineData(SyncMode.MissingAndFailed, DayData.Final, true, "failed", null)]
    [InlineData(SyncMode.MissingAndFailed, DayData.Final, false, null, "in")]
    public void A_mode_says_which_days_are_wanted_and_each_says_why_or_why_not(SyncMode mode, DayData data, bool hasFailed, string? why, string? whyNot)
    {
        var selection = DaySelection.Of(Plan("2026-01-01", "2026-01-01") with { Mode = mode }, [new(false, hasFailed, data)]);

        Assert.Equal(why, selection.Wanted.SingleOrDefault().Why);
        Assert.Equal(whyNot, selection.Skipped.SingleOrDefault().Why);
    }

    [Theory]
    [InlineData(SyncMode.All)]
    [InlineData(SyncMode.Missing)]
    [InlineData(SyncMode.MissingAndFailed)]
    public void A_day_that_waits_is_wanted_in_no_mode(SyncMode mode)
    {
        var selection = DaySelection.Of(Plan("2026-01-01", "2026-01-01") with { Mode = mode }, [new(true, true, DayData.Missing)]);

        Assert.Empty(selection.Wanted);
        Assert.Equal("waiting", Assert.Single(selection.Skipped).Why);
    }

    [Theory]
    [InlineData(1, "MMMM", "01-01 02-02 03-03 04-04")]
    [InlineData(3, "MMMMMMM", "01-03 04-06 07-07")]
    [InlineData(7, "MMMMMMM", "01-07")]
    [InlineData(90, "MMMMMMM", "01-07")]
    [InlineData(3, "MM-MMMM", "01-02 04-06 07-07")] // a day that is in begins a new chunk
    [InlineData(3, "---", "")]
    [InlineData(2, "-M-M-", "02-02 04-04")]
    public void Wanted_days_are_cut_into_consecutive_runs_of_at_most_so_many(int chunkDays, string standings, string chunks)
    {
        var plan = Plan("2026-01-01", $"2026-01-{standings.Length:00}") with { Mode = SyncMode.Missing, ChunkDays = chunkDays };

        var selection = DaySelection.Of(plan, [.. standings.Select(standing => standing is 'M' ? Missing : Final)]);

        Assert.Equal(chunks, string.Join(' ', selection.Wanted.Select(days => string.Create(CultureInfo.InvariantCulture, $"{days.Day:dd}-{days.EndDay:dd}"))));
        Assert.Equal(standings.Count(standing => standing is '-'), selection.Skipped.Count);
    }

    [Fact]
    public void Each_account_has_chunks_of_its_own_and_the_oldest_goes_first()
    {
        var plan = Plan("2026-01-01", "2026-01-04", "act_1", "act_2") with { Mode = SyncMode.Missing, ChunkDays = 2 };

        // act_2 has its first day: its chunks are 2-3 and 4
        var selection = DaySelection.Of(plan, [Missing, Final, .. Enumerable.Repeat(Missing, 6)]);

        Assert.Equal(
            ["act_1 1-2", "act_2 2-3", "act_1 3-4", "act_2 4-4"],
            selection.Wanted.Select(days => $"{days.Account} {days.Day.Day}-{days.EndDay.Day}"));
    }

    [Fact]
    public void Of_a_chunks_reasons_the_most_pressing_is_given()
    {
        var plan = Plan("2026-01-01", "2026-01-03") with { ChunkDays = 3 };

        var selection = DaySelection.Of(plan, [Final, new(false, false, DayData.Provisional), new(false, true, DayData.Final)]);

        Assert.Equal("failed", Assert.Single(selection.Wanted).Why);
    }

    private static BatchPlan Plan(string start, string end, params string[] accounts) => BatchPlan.OfRange(
        new(DateOnly.Parse(start, CultureInfo.InvariantCulture), DateOnly.Parse(end, CultureInfo.InvariantCulture)),
        accounts.Length == 0 ? ["act_1"] : accounts, LaneMode.Shared);
}
