using MetaSync.Worker.Refresh;

namespace MetaSync.Tests.Refresh;

public sealed class RefreshAgesTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly int[] Steps = [1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 29];

    [Fact]
    public void A_nightly_run_reads_the_days_of_eleven_ages()
    {
        var readOn = SyncedOn(Today.AddDays(-99), days: 1);
        for (var night = Today.AddDays(-99); night < Today; night = night.AddDays(1))
            Read(readOn, night);
        Assert.Equal(Steps, Ages(Today, readOn));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(30)]
    public void Nights_that_were_missed_are_made_up_for_in_one(int missed)
    {
        var readOn = SyncedOn(Today.AddDays(-199), days: 1);
        for (var night = Today.AddDays(-199); night < Today.AddDays(-missed); night = night.AddDays(1))
            Read(readOn, night);

        int[] expected = [.. Enumerable.Range(1, RefreshAges.Window).Where(age => Steps.Any(step => age - missed <= step && step <= age))];
        Assert.Equal(expected, Ages(Today, readOn));
        Read(readOn, Today);
        Assert.Empty(Ages(Today, readOn));
        Assert.Equal(Steps, Ages(Today.AddDays(1), readOn));
    }

    [Theory]
    [InlineData(0, 1, true)] // read while it was not over
    [InlineData(1, 1, false)]
    [InlineData(1, 2, true)]
    [InlineData(7, 9, false)]
    [InlineData(7, 10, true)]
    [InlineData(9, 10, true)]
    [InlineData(10, 13, false)]
    [InlineData(21, 28, false)]
    [InlineData(28, 29, true)]
    [InlineData(28, 60, true)]
    [InlineData(28, 61, false)] // too long ago
    [InlineData(29, 30, false)] // for the last time
    [InlineData(29, 60, false)]
    [InlineData(400, 401, false)] // of a year that was synced long ago
    public void A_day_is_due_when_it_has_passed_an_age_since_it_was_last_read(int readAtAge, int age, bool isDue)
    {
        var day = Today.AddDays(-age);
        Assert.Equal(isDue, RefreshAges.Due(Today, new Dictionary<DateOnly, DateOnly?> { [day] = day.AddDays(readAtAge) }).Contains(day));
    }

    [Fact]
    public void A_day_that_was_asked_for_and_never_came_in_is_due()
    {
        var readOn = SyncedOn(Today, days: 40);
        readOn[Today.AddDays(-5)] = null;
        readOn[Today.AddDays(-35)] = null;
        Assert.Equal([5, 35], Ages(Today, readOn));
    }

    [Fact]
    public void Days_between_those_that_were_asked_for_are_nobodys_wish_and_days_after_them_are_everybodys()
    {
        var readOn = new Dictionary<DateOnly, DateOnly?> { [Today.AddDays(-50)] = Today, [Today.AddDays(-3)] = Today };
        Assert.Equal([1, 2], Ages(Today, readOn));
    }

    [Fact]
    public void An_account_that_was_synced_long_ago_only_is_left_alone()
    {
        Assert.Empty(Ages(Today, SyncedOn(Today.AddDays(-200), days: 100)));
        Assert.Empty(Ages(Today, new Dictionary<DateOnly, DateOnly?>()));
    }

    /// <summary>The days before a day, read on that day.</summary>
    private static Dictionary<DateOnly, DateOnly?> SyncedOn(DateOnly day, int days) =>
        Enumerable.Range(1, days).ToDictionary(age => day.AddDays(-age), _ => (DateOnly?)day);

    private static void Read(Dictionary<DateOnly, DateOnly?> readOn, DateOnly night)
    {
        foreach (var day in RefreshAges.Due(night, readOn).ToArray())
            readOn[day] = night;
    }

    /// <summary>Newest first.</summary>
    private static IEnumerable<int> Ages(DateOnly today, IReadOnlyDictionary<DateOnly, DateOnly?> readOn) =>
        RefreshAges.Due(today, readOn).Select(day => today.DayNumber - day.DayNumber);
}
