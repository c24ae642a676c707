using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Calendar;

/// <summary>How long it takes to look at much. It prints the times: <c>dotnet test --filter FullyQualifiedName~CalendarSpeedTests --logger "console;verbosity=detailed"</c>.</summary>
[Collection(nameof(Alone))]
public sealed class CalendarSpeedTests(PostgresServer server)
{
    private const int Accounts = 50;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Five_years_of_fifty_accounts_are_a_calendar_in_less_than_a_second()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel, accounts: FiveYears.Accounts(Accounts));
        await FiveYears.FillAsync(app.Database, Accounts, Cancel);
        var start = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-FiveYears.Days);

        var (answer, best) = await FastestAsync(app, $"/api/calendar?startDate={start:yyyy-MM-dd}");

        var accounts = answer["data"]!["accounts"]!.AsArray();
        Assert.Equal(Accounts, accounts.Count);
        Assert.All(accounts, account => Assert.InRange(account!["completeness"]!["in"]!.GetValue<int>(), FiveYears.Days - 5, FiveYears.Days));
        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromSeconds(1)); // 150 ms on two quiet cores
    }

    [Fact]
    public async Task A_year_of_thirty_ads_a_day_is_a_chart_in_less_than_a_second()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel);
        await FiveYears.FillAsync(app.Database, accounts: 1, Cancel, days: 365, ads: 30);

        var (answer, best) = await FastestAsync(app, "/api/insights/daily");

        var days = answer["data"]!["days"]!.AsArray();
        Assert.InRange(days.Count, 360, 365);
        Assert.Equal("purchase", answer["data"]!["action"]!.GetValue<string>());
        Assert.Contains(days, day => day!["results"]!.GetValue<decimal>() == 30 && day["spend"]!.GetValue<decimal>() == 30 * 12.44m);
        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromSeconds(1)); // 100 ms on two quiet cores
    }

    private static async Task<(JsonNode Answer, TimeSpan Best)> FastestAsync(SyncApplication app, string path)
    {
        var (time, best, body) = (TimeProvider.System, TimeSpan.MaxValue, "");
        for (var run = 0; run < 8; run++)
        {
            var begun = time.GetTimestamp();
            body = await app.Api.GetStringAsync(path, Cancel);
            var elapsed = time.GetElapsedTime(begun);
            best = elapsed < best ? elapsed : best;
            TestContext.Current.TestOutputHelper!.WriteLine($"{path}: {elapsed.TotalMilliseconds:F0} ms, {body.Length:N0} characters");
        }

        return (JsonNode.Parse(body)!, best);
    }
}
