using MetaSync.Worker.Refresh;

namespace MetaSync.Tests.Refresh;

public sealed class RefreshAgesTests
{
    private static readonly DateOnly Today = new(2026, 11, 24);
    private static readonly int[] Steps = [1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 29];

    [Fact]
    public void A_nightly_run_reads_the_days_of_eleven_ages()
    {
        var readOn = new Dictionary<DateOnly, DateOnly>();
        var first = Today.AddDays(-100);
        for (var night = first.AddDays(1); night < Today; night = night.AddDays(1))
            Read(readOn, night, first);
        Assert.Equal(Steps, Ages(Today, first, readOn));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(30)]
    public void Nights_that_were_missed_are_made_up_for_in_one(int missed)
    {
        var readOn = new Dictionary<DateOnly, DateOnly>();
        var first = Today.AddDays(-200);
        for (var night = first.AddDays(1); night < Today.AddDays(-missed); night = night.AddDays(1))
            Read(readOn, night, first);

        var due = Ages(Today, first, readOn);
        int[] expected = [.. Enumerable.Range(1, RefreshAges.Window).Where(age => Steps.Any(step => age - missed <= step && step <= age))];
        Assert.Equal(expected, due);
        Read(readOn, Today, first);
        Assert.Empty(Ages(Today, first, readOn));
        Assert.Equal(Steps, Ages(Today.AddDays(1), first, readOn));
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
        var due = RefreshAges.Due(Today, day, new Dictionary<DateOnly, DateOnly> { [day] = day.AddDays(readAtAge) });
        Assert.Equal(isDue, due.Contains(day));
    }

    [Fact]
    public void A_day_that_was_never_read_is_due_from_the_first_that_was_on_and_no_earlier()
    {
        var readOn = Enumerable.Range(1, 40).Except([5, 35]).ToDictionary(age => Today.AddDays(-age), _ => Today);
        Assert.Equal([5, 35], Ages(Today, Today.AddDays(-40), readOn));
        Assert.Equal([5], Ages(Today, Today.AddDays(-34), readOn));
        Assert.Empty(Ages(Today, Today, readOn));
        Assert.Empty(Ages(Today, Today.AddDays(3), readOn));
        Assert.Equal(Enumerable.Range(1, 60), Ages(Today, DateOnly.MinValue, new Dictionary<DateOnly, DateOnly>()));
    }

    private static void Read(Dictionary<DateOnly, DateOnly> readOn, DateOnly night, DateOnly first)
    {
        foreach (var day in RefreshAges.Due(night, first, readOn).ToArray())
            readOn[day] = night;
    }

    /// <summary>Newest first.</summary>
    private static IEnumerable<int> Ages(DateOnly today, DateOnly first, IReadOnlyDictionary<DateOnly, DateOnly> readOn) =>
        RefreshAges.Due(today, first, readOn).Select(day => today.DayNumber - day.DayNumber);
}
