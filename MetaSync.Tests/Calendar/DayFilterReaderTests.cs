using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Calendar;
using MetaSync.Sync;

namespace MetaSync.Tests.Calendar;

public sealed class DayFilterReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
    private static readonly KnownAccount[] Accounts = [Account("act_1", "Europe/Berlin"), Account("act_2", "Pacific/Auckland")];

    private static DayFilterReader Reader() => new(Accounts, ["ad", "country/country"], Now);

    [Theory]
    [InlineData("2026-02-30", null, null, null, "startDate", "'2026-02-30', which is not a calendar day")]
    [InlineData("", null, null, null, "startDate", "'', which is not a calendar day")]
    [InlineData("2026-01-01,2026-01-02", null, null, null, "startDate", "2026-01-01,2026-01-02")] // given twice
    [InlineData(null, "31.1.2026", null, null, "endDate", "31.1.2026")]
    [InlineData("2026-03-02", "2026-03-01", null, null, "endDate", "before startDate, 2026-03-02")]
    [InlineData("2015-01-01", "2026-03-01", null, null, "startDate", "4078 days. At most 3660")]
    [InlineData("0001-01-01", "0001-01-01", "act_3", null, "accounts", "'act_3', which is not known. There are act_1, act_2")]
    [InlineData(null, null, "act_3,act_1,act_4", null, "accounts", "'act_3', 'act_4', which are not known")]
    [InlineData(null, null, " , ", null, "accounts", "empty")]
    [InlineData(null, null, null, "age", "report", "'age', which is not known. There are ad, country/country.")]
    public void A_complaint_names_the_field_its_value_and_what_is_allowed(
        string? start, string? end, string? accounts, string? report, string field, string words)
    {
        var reader = Reader();

        Assert.Null(reader.Read(new DayQuery(start, end, accounts, report)));

        Assert.Contains(words, Assert.Single(Assert.Single(reader.Errors, error => error.Key == field).Value));
    }

    [Theory]
    [InlineData(null, null, null, "2025-06-17", "2026-06-16")] // today in Auckland
    [InlineData(null, null, "act_1", "2025-06-16", "2026-06-15")]
    [InlineData(null, "2024-02-29", null, "2023-03-01", "2024-02-29")]
    [InlineData("2026-06-01", null, "act_1", "2026-06-01", "2026-06-15")]
    [InlineData("2001-01-01", "2001-01-01", null, "2001-01-01", "2001-01-01")] // longer ago than Meta keeps, and perhaps stored
    [InlineData("2030-01-01", "2030-01-01", null, "2030-01-01", "2030-01-01")]
    public void What_is_left_out_is_the_year_up_to_the_accounts_current_day(string? start, string? end, string? accounts, string first, string last)
    {
        var filter = Reader().Read(new DayQuery(start, end, accounts, null))!;

        Assert.Equal((first, last), ($"{filter.DateRange.StartDate:yyyy-MM-dd}", $"{filter.DateRange.EndDate:yyyy-MM-dd}"));
    }

    [Fact]
    public void Accounts_are_those_that_are_named_each_once_or_all()
    {
        Assert.Equal(["act_2", "act_1"], Reader().Read(new DayQuery(null, null, "act_2, act_1,act_2", "ad"))!.AccountNames);
        Assert.Equal(["act_1", "act_2"], Reader().Read(new DayQuery(null, null, null, null))!.AccountNames);
    }

    [Fact]
    public void Before_any_account_is_known_all_of_them_are_none_and_a_named_one_is_refused()
    {
        var reader = new DayFilterReader([], [], Now);
        Assert.Empty(reader.Read(new DayQuery(null, null, null, null))!.Accounts);

        Assert.Null(reader.Read(new DayQuery(null, null, "act_1", "ad")));
        Assert.Contains("/api/connection", Assert.Single(reader.Errors["accounts"]));
        Assert.Contains("None is yet", Assert.Single(reader.Errors["report"]));
    }

    private static KnownAccount Account(string account, string zone) => KnownAccount.Of(account, new AccountZone(zone, TimeSpan.Zero), Now);
}
