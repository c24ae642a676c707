using System.Text.Json;
using MetaSync.ApiService.Accounts;
using MetaSync.ApiService.Sync;
using MetaSync.Sync;

namespace MetaSync.Tests.Sync;

public sealed class SyncRequestReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"endDate":"2026-01-31"}""", "startDate", "missing")]
    [InlineData("""{"startDate":"2026-01-01"}""", "endDate", "missing")]
    [InlineData("""{"startDate":"2026-02-30","endDate":"2026-03-01"}""", "startDate", "2026-02-30")]
    [InlineData("""{"startDate":"11-16-23","endDate":"2026-03-01"}""", "startDate", "11-16-23")]
    [InlineData("""{"startDate":"2026-01-01T00:00:00Z","endDate":"2026-03-01"}""", "startDate", "2026-01-01T00:00:00Z")]
    [InlineData("""{"startDate":20260101,"endDate":"2026-03-01"}""", "startDate", "20260101")]
    [InlineData("""{"startDate":null,"endDate":"2026-03-01"}""", "startDate", "null")]
    [InlineData("""{"startDate":"2026-03-02","endDate":"2026-03-01"}""", "endDate", "before startDate")]
    [InlineData("""{"startDate":"2026-06-16","endDate":"2026-06-16"}""", "startDate", "future")]
    [InlineData("""{"startDate":"2026-06-15","endDate":"2026-06-16"}""", "endDate", "future")]
    [InlineData("""{"startDate":"2023-05-14","endDate":"2026-03-01"}""", "startDate", "37 months")]
    [InlineData("""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":[]}""", "accounts", "empty")]
    [InlineData("""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":["act_9"]}""", "accounts", "act_9")]
    [InlineData("""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":"act_1"}""", "accounts", "\"act_1\"")]
    [InlineData("""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":[1]}""", "accounts", "[1]")]
    [InlineData("""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":null}""", "accounts", "null")]
    [InlineData("""{"startDate":"2026-01-01","endDate":"2026-01-02","account":"act_1"}""", "account", "not a field")]
    [InlineData("""{"StartDate":"2026-01-01","startDate":"2026-01-01","endDate":"2026-01-02"}""", "StartDate", "not a field")]
    [InlineData("""["2026-01-01"]""", "$", "object")]
    public void A_complaint_names_the_field_and_what_is_wrong_with_it(string body, string field, string words)
    {
        var reader = new SyncRequestReader([Berlin("act_1"), Berlin("act_2")], Now);

        Assert.Null(reader.Read(JsonElement.Parse(body)));

        Assert.Contains(words, Assert.Single(Assert.Contains(field, reader.Errors)));
    }

    [Theory]
    [InlineData("2026-06-15", "2026-06-15")] // today
    [InlineData("2023-05-15", "2023-05-15")] // 37 months ago to the day
    [InlineData("2024-02-29", "2024-02-29")]
    public void The_first_and_the_last_day_that_Meta_has_can_be_asked_for(string start, string end)
    {
        var plan = new SyncRequestReader([Berlin("act_1")], Now).Read(JsonElement.Parse($$"""{"startDate":"{{start}}","endDate":"{{end}}"}"""));

        Assert.Equal(1, plan!.DateRange.Count);
    }

    [Fact]
    public void Without_accounts_all_configured_ones_are_meant()
    {
        var plan = new SyncRequestReader([Berlin("act_1"), Berlin("act_2")], Now).Read(JsonElement.Parse("""{"startDate":"2026-01-01","endDate":"2026-01-02"}"""));

        Assert.Equal(["act_1", "act_2"], plan!.Accounts);
    }

    [Fact]
    public void An_account_named_twice_is_meant_once()
    {
        var body = JsonElement.Parse("""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":["act_2","act_2"]}""");

        Assert.Equal(["act_2"], new SyncRequestReader([Berlin("act_1"), Berlin("act_2")], Now).Read(body)!.Accounts);
    }

    [Theory]
    [InlineData("2026-06-16", "Pacific/Auckland", true)] // already tomorrow there
    [InlineData("2026-06-17", "Pacific/Auckland", false)]
    [InlineData("2026-06-15", "Pacific/Honolulu", true)]
    [InlineData("2026-06-16", "Pacific/Honolulu", false)]
    public void A_day_is_in_the_future_by_the_accounts_own_clock(string day, string zone, bool isAllowed)
    {
        var reader = new SyncRequestReader([Account("act_1", zone)], Now);

        Assert.Equal(isAllowed, reader.Read(JsonElement.Parse($$"""{"startDate":"{{day}}","endDate":"{{day}}"}""")) is not null);
        Assert.All(reader.Errors.Values.SelectMany(complaints => complaints), complaint => Assert.Contains($"act_1 ({zone})", complaint));
    }

    [Fact]
    public void Of_several_accounts_the_one_whose_day_has_not_begun_is_named()
    {
        var reader = new SyncRequestReader([Account("act_4", "Pacific/Auckland"), Account("act_5", "Pacific/Honolulu")], Now);

        Assert.Null(reader.Read(JsonElement.Parse("""{"startDate":"2026-06-15","endDate":"2026-06-16"}""")));

        Assert.Contains("act_5 (Pacific/Honolulu)", Assert.Single(reader.Errors["endDate"]));
    }

    [Fact]
    public void A_day_of_an_account_that_was_not_read_yet_may_be_one_of_any_place_on_Earth()
    {
        var reader = new SyncRequestReader([KnownAccount.Unread("act_1", Now)], Now);

        Assert.NotNull(reader.Read(JsonElement.Parse("""{"startDate":"2023-05-15","endDate":"2026-06-16"}""")));
        Assert.Null(reader.Read(JsonElement.Parse("""{"startDate":"2026-06-17","endDate":"2026-06-17"}""")));
    }

    [Fact]
    public void Without_any_known_account_a_request_has_to_name_one()
    {
        var reader = new SyncRequestReader([], Now);

        Assert.Null(reader.Read(JsonElement.Parse("""{"startDate":"2026-01-01","endDate":"2026-01-01"}""")));

        Assert.Contains("/api/connection", Assert.Single(reader.Errors["accounts"]));
        Assert.NotNull(new SyncRequestReader([], Now).Read(JsonElement.Parse("""{"startDate":"2026-01-01","endDate":"2026-01-01","accounts":["act_7"]}""")));
    }

    private static KnownAccount Berlin(string account) => Account(account, "Europe/Berlin");

    private static KnownAccount Account(string account, string zone) => KnownAccount.Of(account, new AccountZone(zone, TimeSpan.Zero), Now);
}
