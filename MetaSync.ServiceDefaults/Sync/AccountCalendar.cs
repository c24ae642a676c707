namespace MetaSync.Sync;

/// <summary>Which days an ad account has. A day of Meta's is a day of the account's own time zone.</summary>
/// <remarks>https://developers.facebook.com/docs/marketing-api/insights/best-practices</remarks>
public static class AccountCalendar
{
    /// <summary>Meta keeps ad results for 37 months, to the day (error 3018 beyond it).</summary>
    public const int MonthsKept = 37;

    /// <summary>No place on Earth is further from UTC: 14 hours ahead, 12 behind.</summary>
    private static readonly TimeSpan FurthestAhead = TimeSpan.FromHours(14), FurthestBehind = TimeSpan.FromHours(-12);

    /// <summary>The account's current day. For an account whose zone is not known yet, the latest day that it can be.</summary>
    public static DateOnly Today(AccountZone? zone, DateTimeOffset now) => DayAt(now, zone?.OffsetAt(now) ?? FurthestAhead);

    /// <summary>The oldest day that Meta still has. For an account whose zone is not known yet, the earliest day that it can be.</summary>
    public static DateOnly Oldest(AccountZone? zone, DateTimeOffset now) =>
        DayAt(now, zone?.OffsetAt(now) ?? FurthestBehind).AddMonths(-MonthsKept);

    private static DateOnly DayAt(DateTimeOffset now, TimeSpan offset) => DateOnly.FromDateTime(now.UtcDateTime + offset);
}

/// <summary>An account's time zone, as Meta tells it.</summary>
/// <param name="Name">An IANA name, such as <c>Pacific/Auckland</c>.</param>
/// <param name="Offset">From UTC, when it was read: for a name that this machine does not know.</param>
public sealed record AccountZone(string Name, TimeSpan Offset)
{
    /// <summary>How far the zone is from UTC at an instant.</summary>
    public TimeSpan OffsetAt(DateTimeOffset instant) => Zone().GetUtcOffset(instant);

    /// <summary>The zone itself, with its clock changes; one of a fixed offset where its name is not known.</summary>
    public TimeZoneInfo Zone() => TimeZoneInfo.TryFindSystemTimeZoneById(Name, out var zone)
        ? zone
        : TimeZoneInfo.CreateCustomTimeZone(Name, Offset, Name, Name);
}
