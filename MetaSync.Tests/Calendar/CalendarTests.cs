using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Calendar;

public sealed class CalendarTests(IdleApplication application) : IClassFixture<IdleApplication>
{
    private const string Later = "2026-06-01T12:00Z", Afterwards = "2026-06-02T12:00Z", Before = "2026-05-31T12:00Z";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_day_shows_what_is_known_of_it_and_the_sentence_counts_each_once()
    {
        var app = await application.WithoutDaysAsync(Cancel);
        await app.StoreAsync("2026-01-01", 5, Later);
        await app.StoreAsync("2026-01-02", 0, Later);
        // Nobody has ever asked for the third.
        await app.StoreAsync("2026-01-04", 5, Later);
        await app.JobAsync("2026-01-04", "queued");
        await app.JobAsync("2026-01-05", "running");
        await app.JobAsync("2026-01-06", "waiting");
        await app.JobAsync("2026-01-07", "paused");
        await app.JobAsync("2026-01-08", "failed", Later);
        await app.JobAsync("2026-01-09", "failed", Before);
        await app.StoreAsync("2026-01-09", 5, Later);
        await app.StoreAsync("2026-01-10", 5, Later);
        await app.JobAsync("2026-01-10", "failed", Afterwards);
        await app.JobAsync("2026-01-11", "failed", Before);
        await app.JobAsync("2026-01-11", "cancelled", Later);
        await app.JobAsync("2026-01-12", "queued", endDay: "2026-01-14");
        await app.StoreAsync("2026-01-15", 0, "2026-01-20T12:00Z");

        var account = await AccountAsync(app, "startDate=2026-01-01&endDate=2026-01-15&accounts=act_1");

        Assert.Equal("f0-qrwsxfx-qqqp", account["days"]!.GetValue<string>());
        Assert.Equal(
            "6 of 15 days are in, 1 of them without delivery, 1 provisional, 1 not read again because that failed; 6 are on the way, 1 failed, 2 were never fetched.",
            account["completeness"]!["sentence"]!.GetValue<string>());
        Assert.Equal("""{"days":15,"in":6,"empty":1,"provisional":1,"failedAgain":1,"unfinished":6,"failed":1,"missing":2,"outOfReach":0""",
            account["completeness"]!.ToJsonString().Split(",\"sentence\"")[0]);
        Assert.Equal(("Berlin", "EUR", "Europe/Berlin"),
            (account["name"]!.GetValue<string>(), account["currency"]!.GetValue<string>(), account["timeZone"]!.GetValue<string>()));
        Assert.Equal("qqp", (await AccountAsync(app, "startDate=2026-01-13&endDate=2026-01-15&accounts=act_1"))["days"]!.GetValue<string>()); // in the middle of a chunk
    }

    [Fact]
    public async Task A_day_is_in_when_all_configured_reports_are_and_a_report_can_be_looked_at_alone()
    {
        var app = await application.WithoutDaysAsync(Cancel);
        await app.ExecuteAsync("INSERT INTO metasync.reports (report, level, is_configured) VALUES ('ad', 'ad', true), ('country/country', 'campaign', true), ('old', 'ad', false)", Cancel);
        await app.StoreAsync("2026-01-01", 0, Later);
        await app.StoreAsync("2026-01-01", 5, Later, report: "country/country");
        await app.StoreAsync("2026-01-02", 5, Later);
        await app.StoreAsync("2026-01-02", 5, Later, report: "old");

        async Task<string> Days(string report) => (await AccountAsync(app, $"startDate=2026-01-01&endDate=2026-01-03&accounts=act_1{report}"))["days"]!.GetValue<string>();
        Assert.Equal("f--", await Days(""));
        Assert.Equal("0f-", await Days("&report=ad"));
        Assert.Equal("f--", await Days("&report=country/country"));
        Assert.Equal("-f-", await Days("&report=old"));
    }

    [Fact]
    public async Task A_day_is_provisional_by_its_accounts_own_clock_as_the_view_has_it()
    {
        var app = await application.WithoutDaysAsync(Cancel);
        // A day is final 29 days after its beginning, which is at 23 o'clock UTC the day before in Berlin, and at 8 in Los Angeles.
        (string Account, string AsOf, string State)[] cases =
        [
            ("act_1", "2026-01-29T22:59:59Z", "p"), ("act_1", "2026-01-29T23:00:00Z", "f"),
            ("act_2", "2026-01-30T07:59:59Z", "p"), ("act_2", "2026-01-30T08:00:00Z", "f"),
        ];
        foreach (var (account, asOf, state) in cases)
        {
            await app.ExecuteAsync("TRUNCATE metasync.insights, metasync.insights_days", Cancel);
            await app.StoreAsync("2026-01-01", 1, asOf, account);
            await app.RowAsync(account, "2026-01-01", "3", 1, "{}");

            Assert.Equal(state, (await AccountAsync(app, $"startDate=2026-01-01&endDate=2026-01-01&accounts={account}"))["days"]!.GetValue<string>());
            Assert.Equal(state == "p", await app.ScalarAsync<bool>("SELECT provisional FROM metasync.ad_insights", Cancel));
        }
    }

    [Fact]
    public async Task Days_that_have_not_begun_are_blank_and_without_a_range_it_is_the_last_year()
    {
        var app = await application.WithoutDaysAsync(Cancel);
        var answer = (await app.Api.GetFromJsonAsync<JsonNode>("/api/calendar", Cancel))!["data"]!;

        Assert.Equal("never-fetched", answer["legend"]!["-"]!.GetValue<string>());
        Assert.All(answer["accounts"]!.AsArray(), account => Assert.InRange(account!["days"]!.GetValue<string>().Length, 365, 366));

        var account = await AccountAsync(app, "startDate=2998-12-30&endDate=2999-01-01");
        Assert.Equal(("   ", "No day of the range has begun yet."), (account["days"]!.GetValue<string>(), account["completeness"]!["sentence"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("/api/calendar?startDate=2026-02-30", "startDate", "'2026-02-30'")]
    [InlineData("/api/calendar?accounts=act_7", "accounts", "'act_7', which is not known. There are act_1, act_2")]
    [InlineData("/api/calendar?report=age", "report", "'age'")]
    [InlineData("/api/calendar?startDay=2026-01-01", "startDay", "not a parameter of this address. Its parameters are startDate, endDate, accounts, report")]
    [InlineData("/api/insights/daily?metric=spend", "metric", "startDate, endDate, accounts, report, action")]
    public async Task A_query_that_is_not_sound_is_refused_by_field_and_value(string path, string field, string words)
    {
        using var response = await application.App.Api.GetAsync(path, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;
        Assert.Equal("urn:metasync:problem:invalid-request", problem["type"]!.GetValue<string>());
        Assert.Contains(words, problem["errors"]![field]![0]!.GetValue<string>());
    }

    [Fact]
    public async Task A_long_calendar_is_sent_compressed_to_who_can_read_it()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/calendar?startDate=2018-01-01");
        request.Headers.Add("Accept-Encoding", "br, gzip");
        using var response = await application.App.Api.SendAsync(request, Cancel);

        Assert.Equal(["br"], response.Content.Headers.ContentEncoding);
        Assert.InRange((await response.Content.ReadAsByteArrayAsync(Cancel)).Length, 1, 2000);
    }

    private static async Task<JsonNode> AccountAsync(SyncApplication app, string query) =>
        (await app.Api.GetFromJsonAsync<JsonNode>($"/api/calendar?{query}", Cancel))!["data"]!["accounts"]![0]!;
}
