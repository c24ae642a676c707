namespace MetaSimulator.Insights;

// Days in the account's time zone, both ends inclusive.
internal readonly record struct DateRange(DateOnly Since, DateOnly Until)
{
    public int Days => Until.DayNumber - Since.DayNumber + 1;

    public DateRange Shift(int days) => days == 0 ? this : new(Since.AddDays(days), Until.AddDays(days));
}
