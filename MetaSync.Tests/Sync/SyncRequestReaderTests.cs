using System.Text.Json;
using MetaSync.ApiService.Sync;

namespace MetaSync.Tests.Sync;

public sealed class SyncRequestReaderTests
{
    private static readonly DateOnly Today = new(2026, 6, 15);

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
        var reader = new SyncRequestReader(Today, ["act_1", "act_2"]);

        Assert.Null(reader.Read(JsonElement.Parse(body)));

        Assert.Contains(words, Assert.Single(Assert.Contains(field, reader.Errors)));
    }

    [Theory]
    [InlineData("2026-06-15", "2026-06-15")] // today
    [InlineData("2023-05-15", "2023-05-15")] // 37 months ago to the day
    [InlineData("2024-02-29", "2024-02-29")]
    public void The_first_and_the_last_day_that_Meta_has_can_be_asked_for(string start, string end)
    {
        var plan = new SyncRequestReader(Today, ["act_1"]).Read(JsonElement.Parse($$"""{"startDate":"{{start}}","endDate":"{{end}}"}"""));

        Assert.Equal(1, plan!.DateRange.Count);
    }

    [Fact]
    public void Without_accounts_all_configured_ones_are_meant()
    {
        var plan = new SyncRequestReader(Today, ["act_1", "act_2"]).Read(JsonElement.Parse("""{"startDate":"2026-01-01","endDate":"2026-01-02"}"""));

        Assert.Equal(["act_1", "act_2"], plan!.Accounts);
    }

    [Fact]
    public void An_account_named_twice_is_meant_once()
    {
        var body = JsonElement.Parse("""{"startDate":"2026-01-01","endDate":"2026-01-02","accounts":["act_2","act_2"]}""");

        Assert.Equal(["act_2"], new SyncRequestReader(Today, ["act_1", "act_2"]).Read(body)!.Accounts);
    }
}
