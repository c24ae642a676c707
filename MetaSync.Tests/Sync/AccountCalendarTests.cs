using System.Globalization;
using MetaSync.Sync;

namespace MetaSync.Tests.Sync;

public sealed class AccountCalendarTests
{
    [Theory]
    [InlineData("Pacific/Auckland", "2026-01-01T10:59:59Z", "2026-01-01")] // summer: UTC+13
    [InlineData("Pacific/Auckland", "2026-01-01T11:00:00Z", "2026-01-02")]
    [InlineData("Pacific/Auckland", "2026-07-01T11:59:59Z", "2026-07-01")] // winter: UTC+12
    [InlineData("Pacific/Auckland", "2026-07-01T12:00:00Z", "2026-07-02")]
    [InlineData("Pacific/Kiritimati", "2026-01-01T09:59:59Z", "2026-01-01")] // UTC+14
    [InlineData("Pacific/Kiritimati", "2026-01-01T10:00:00Z", "2026-01-02")]
    [InlineData("Pacific/Honolulu", "2026-01-02T09:59:59Z", "2026-01-01")] // UTC-10
    [InlineData("Pacific/Honolulu", "2026-01-02T10:00:00Z", "2026-01-02")]
    [InlineData("America/Santiago", "2026-09-06T03:59:59Z", "2026-09-05")] // the clock goes from 24:00 to 01:00
    [InlineData("America/Santiago", "2026-09-06T04:00:00Z", "2026-09-06")]
    [InlineData("America/Santiago", "2026-09-07T02:59:59Z", "2026-09-06")]
    [InlineData("America/Santiago", "2026-09-07T03:00:00Z", "2026-09-07")]
    [InlineData("America/Santiago", "2026-04-05T02:59:59Z", "2026-04-04")] // from 24:00 back to 23:00
    [InlineData("America/Santiago", "2026-04-05T03:00:00Z", "2026-04-04")]
    [InlineData("America/Santiago", "2026-04-05T03:59:59Z", "2026-04-04")]
    [InlineData("America/Santiago", "2026-04-05T04:00:00Z", "2026-04-05")]
    [InlineData("Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28")] // a day of 23 hours
    [InlineData("Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29")]
    [InlineData("Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30")]
    [InlineData("Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25")] // of 25 hours
    [InlineData("Europe/Berlin", "2026-10-25T22:59:59Z", "2026-10-25")]
    [InlineData("Europe/Berlin", "2026-10-25T23:00:00Z", "2026-10-26")]
    public void An_accounts_day_begins_at_its_own_midnight(string zone, string now, string today) =>
        Assert.Equal(Day(today), AccountCalendar.Today(new AccountZone(zone, TimeSpan.Zero), Instant(now)));

    [Theory]
    [InlineData("2026-11-24", "2023-10-24")]
    [InlineData("2026-01-01", "2022-12-01")]
    [InlineData("2026-07-31", "2023-06-30")]
    [InlineData("2026-03-31", "2023-02-28")]
    [InlineData("2026-03-29", "2023-02-28")]
    [InlineData("2026-03-28", "2023-02-28")]
    [InlineData("2027-03-31", "2024-02-29")]
    [InlineData("2028-02-29", "2025-01-29")]
    public void Meta_keeps_37_months_to_the_day(string today, string oldest) =>
        Assert.Equal(Day(oldest), AccountCalendar.Oldest(new AccountZone("Etc/UTC", TimeSpan.Zero), Instant($"{today}T12:00:00Z")));

    [Fact]
    public void The_37_months_are_counted_from_the_accounts_own_day()
    {
        var now = Instant("2026-01-01T11:00:00Z");
        Assert.Equal(Day("2022-12-02"), AccountCalendar.Oldest(new AccountZone("Pacific/Auckland", TimeSpan.Zero), now));
        Assert.Equal(Day("2022-12-01"), AccountCalendar.Oldest(new AccountZone("Pacific/Honolulu", TimeSpan.Zero), now));
    }

    [Theory]
    [InlineData("2026-01-01T09:59:59Z", "2026-01-01", "2022-11-30")]
    [InlineData("2026-01-01T10:00:00Z", "2026-01-02", "2022-11-30")]
    [InlineData("2026-01-01T12:00:00Z", "2026-01-02", "2022-12-01")]
    public void An_account_that_was_never_read_is_given_every_day_that_it_can_have(string now, string today, string oldest)
    {
        Assert.Equal(Day(today), AccountCalendar.Today(null, Instant(now)));
        Assert.Equal(Day(oldest), AccountCalendar.Oldest(null, Instant(now)));
    }

    [Theory]
    [InlineData("Mars/Olympus", 5.75, "2026-01-01T18:14:59Z", "2026-01-01")]
    [InlineData("Mars/Olympus", 5.75, "2026-01-01T18:15:00Z", "2026-01-02")]
    [InlineData("Mars/Olympus", -12.0, "2026-01-02T11:59:59Z", "2026-01-01")]
    [InlineData("Pacific/Auckland", 0.0, "2026-01-01T11:00:00Z", "2026-01-02")] // known: its offset is not asked
    public void A_zone_that_nobody_knows_is_as_far_from_UTC_as_Meta_said(string zone, double hours, string now, string today) =>
        Assert.Equal(Day(today), AccountCalendar.Today(new AccountZone(zone, TimeSpan.FromHours(hours)), Instant(now)));

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
