namespace MetaSimulator.Data;

// One day of an account as seen at one instant: how much of it has passed, and how long ago it ended.
internal readonly record struct AccountDay(int DaysSinceStart, int DayNumber, int Weekday, double Progress, double AgeDays)
{
    public static AccountDay At(AdAccount account, DateOnly day, DateTimeOffset asOf)
    {
        var begin = Midnight(account.Zone, day);
        var end = Midnight(account.Zone, day.AddDays(1));
        var progress = Math.Clamp((asOf - begin) / (end - begin), 0, 1);
        return new(day.DayNumber - account.StartDay.DayNumber, day.DayNumber, (int)day.DayOfWeek, progress, (asOf - end).TotalDays);
    }

    // Days are 23 and 25 hours long where clocks change, so both ends are asked for.
    private static DateTimeOffset Midnight(TimeZoneInfo zone, DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return new(local, zone.GetUtcOffset(local));
    }
}
