using System.Text.Json.Nodes;
using MetaSimulator.Configuration;
using MetaSimulator.Usage;

namespace MetaSync.Tests.MetaSimulator;

public sealed class QuotaTests
{
    [Fact]
    public async Task The_limited_tier_refuses_the_61st_point_and_blocks_the_account()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Quota:Tier=limited");
        await Calls(sim, 57);
        // A POST is three points.
        await sim.Submit();
        var refused = await sim.Get("/v25.0/act_1");
        Assert.Equal((17, 2446079), refused.Error);
        var usage = refused.Header("X-Ad-Account-Usage");
        Assert.Equal("100 300 development_access", $"{usage["acc_id_util_pct"]} {usage["reset_time_duration"]} {usage["ads_api_access_tier"]}");
        Assert.Equal(200, (await sim.Get("/v25.0/act_2")).Status);
        Assert.Equal(200, (await sim.Get("/v25.0/me")).Status);

        await sim.Elapse("00:04:59");
        Assert.Equal((17, 2446079), (await sim.Get("/v25.0/act_1")).Error);
        // That call began the block anew.
        await sim.Elapse("00:04:59");
        Assert.Equal((17, 2446079), (await sim.Get("/v25.0/act_1")).Error);
        await sim.Elapse("00:05:00");
        Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
    }

    [Fact]
    public async Task Calls_during_a_block_are_counted_and_marked()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Quota:Tier=limited");
        await Fill(sim, "score", 100);
        for (var i = 0; i < 3; i++)
            await sim.Get("/v25.0/act_1");
        Assert.Equal([false, true, true], (await sim.Journal()).Select(call => call!["whileBlocked"]!.GetValue<bool>()));
        var meter = await Meter(sim, "score", "act_1");
        Assert.Equal(2, meter["callsWhileBlocked"]!.GetValue<int>());
        Assert.Equal(new(2026, 6, 15, 12, 5, 0, TimeSpan.Zero), meter["blockedUntil"]!.GetValue<DateTimeOffset>());

        await sim.Elapse("00:06:00");
        await sim.Control(HttpMethod.Post, "quota", new { tier = "full" });
        Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
        meter = await Meter(sim, "score", "act_1");
        Assert.Equal("2  full", $"{meter["callsWhileBlocked"]} {meter["blockedUntil"]} {meter["tier"]}");
        await sim.Control(HttpMethod.Post, "reset");
        Assert.Equal(0, (await Meter(sim, "score", "act_1"))["callsWhileBlocked"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_full_tier_takes_9000_points_and_blocks_for_a_minute()
    {
        await using var sim = await SimulatorServer.Start();
        await Fill(sim, "score", 99.98);
        Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
        var refused = await sim.Get("/v25.0/act_1");
        Assert.Equal((17, 2446079), refused.Error);
        Assert.Equal("300 standard_access", $"{refused.Header("X-Ad-Account-Usage")["reset_time_duration"]} {refused.Header("X-Ad-Account-Usage")["ads_api_access_tier"]}");
        await sim.Elapse("00:01:00");
        // A fifth has leaked.
        Assert.Equal(80, (await sim.Get("/v25.0/act_1")).Header("X-Ad-Account-Usage")["acc_id_util_pct"]!.GetValue<double>(), 0.1);
    }

    [Fact]
    public async Task Polls_and_reads_of_runs_are_charged_to_their_account()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Quota:Tier=limited");
        var run = await sim.Submit(account: "act_2");
        await sim.Get("/v25.0/" + run);
        await sim.Get($"/v25.0/{run}/insights");
        Assert.Equal(100 * 5 / 60.0, (await Meter(sim, "score", "act_2"))["percent"]!.GetValue<double>(), 0.01);
        Assert.Equal(0, (await Meter(sim, "score", "act_1"))["percent"]!.GetValue<double>());
    }

    [Fact]
    public async Task A_full_hour_is_80000_and_regains_when_its_oldest_minutes_have_left()
    {
        await using var sim = await SimulatorServer.Start();
        await Fill(sim, "buc", 100);
        var refused = await sim.Get("/v25.0/act_1");
        Assert.Equal((80000, 2446079), refused.Error);
        var usage = refused.Header("X-Business-Use-Case-Usage")["1"]![0]!;
        Assert.Equal("100 60", $"{usage["call_count"]} {usage["estimated_time_to_regain_access"]}");
        await sim.Elapse("00:59:00");
        refused = await sim.Get("/v25.0/act_1");
        Assert.Equal((80000, 2446079), refused.Error);
        // Which began the block anew, for at least a minute.
        Assert.Equal("1", $"{refused.Header("X-Business-Use-Case-Usage")["1"]![0]!["estimated_time_to_regain_access"]}");
        await sim.Elapse("00:01:00");
        Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
    }

    [Fact]
    public async Task The_hour_of_an_account_has_400_calls_more_for_each_ad()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Quota:Tier=limited", "--Simulator:AdsPerAccount=1");
        await Calls(sim, 10);
        Assert.Equal(1, (await Meter(sim, "buc", "act_1"))["percent"]!.GetValue<double>(), 0.01);
    }

    [Fact]
    public async Task The_app_as_a_whole_has_a_limit()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Quota:AppCallsPerHour=5");
        await Calls(sim, 5);
        Assert.Equal((4, null), (await sim.Get("/v25.0/act_2")).Error);
        await sim.Elapse("01:01:00");
        Assert.Equal(200, (await sim.Get("/v25.0/act_2")).Status);
    }

    [Fact]
    public async Task Above_100_percent_of_load_only_some_insights_get_through()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "quota", new { fill = new { meter = "load", percent = 130 } });
        Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
        var answers = new List<Answer>();
        for (var i = 0; i < 40; i++)
            answers.Add(await sim.Page("2026-05-01"));
        Assert.InRange(answers.Count(answer => answer.Status == 200), 1, 20);
        Assert.Equal((4, 1504022), answers.First(answer => answer.Status != 200).Error);
        Assert.InRange(answers[0].Header("X-FB-Ads-Insights-Throttle")["app_id_util_pct"]!.GetValue<double>(), 125, 135);
        await sim.Elapse("00:02:00");
        Assert.Equal(200, (await sim.Page("2026-05-01")).Status);
    }

    [Fact]
    public void Twenty_thousand_quick_calls_are_refused_by_no_hour_and_no_load()
    {
        var now = new DateTimeOffset(2026, 6, 15, 12, 0, 0, TimeSpan.Zero);
        var options = new QuotaOptions();
        var app = new HourMeter { CallsPerHour = options.AppCallsPerHour };
        var business = new AccountMeters(options, Tier.Full, ads: 40).Business;
        var load = new LoadMeter(options.LoadCapacity, seed: 1);
        for (var i = 0; i < 20_000; i++)
            Assert.False(app.Receive(now, enforced: true).Refused || business.Receive(now, enforced: true).Refused || load.Receive(now, enforced: true).Refused);
    }

    [Fact]
    public async Task Other_access_can_be_had_for_one_account_and_at_run_time()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "quota", new { tier = "limited", account = "act_1" });
        Assert.Equal("development_access", $"{(await sim.Get("/v25.0/act_1")).Header("X-Ad-Account-Usage")["ads_api_access_tier"]}");
        Assert.Equal("standard_access", $"{(await sim.Get("/v25.0/act_2")).Header("X-Ad-Account-Usage")["ads_api_access_tier"]}");
    }

    [Fact]
    public async Task An_account_can_have_a_tier_of_its_own_from_the_start()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Accounts:0:Id=1", "--Simulator:Accounts:1:Id=2", "--Simulator:Accounts:1:Tier=limited");
        Assert.Equal("full", $"{(await Meter(sim, "score", "act_1"))["tier"]}");
        Assert.Equal("limited", $"{(await Meter(sim, "score", "act_2"))["tier"]}");
    }

    [Fact]
    public async Task Nothing_is_refused_when_limits_are_not_enforced()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Quota:Tier=limited", "--Simulator:Quota:Enforced=false");
        await Fill(sim, "score", 100);
        await Calls(sim, 5);
        Assert.Equal(50, (await sim.Get("/v25.0/act_1")).Header("X-Ad-Account-Usage")["acc_id_util_pct"]!.GetValue<double>());
        await sim.Control(HttpMethod.Post, "quota", new { enforced = true });
        Assert.Equal((17, 2446079), (await sim.Get("/v25.0/act_1")).Error);
    }

    [Theory]
    [InlineData("""{"tier":"huge"}""")]
    [InlineData("""{"tier":"full","account":"act_404"}""")]
    [InlineData("""{"account":"act_1"}""")]
    [InlineData("""{"fill":{"meter":"score","percent":5}}""")]
    [InlineData("""{"fill":{"account":"act_1","meter":"fuel","percent":5}}""")]
    [InlineData("""{"fill":{"account":"act_1","meter":"score","percent":-1}}""")]
    [InlineData("""{"teir":"full"}""")]
    [InlineData("{}")]
    public async Task A_change_that_makes_no_sense_is_refused(string body)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "quota", JsonNode.Parse(body), status: 400);
    }

    [Fact]
    public async Task Usage_headers_can_be_absent_or_have_strings()
    {
        await using var absent = await SimulatorServer.Start("--Simulator:Headers=absent");
        var answer = await absent.Get("/v25.0/act_1");
        Assert.DoesNotContain(answer.Headers, header => header.Key.Contains("Usage", StringComparison.Ordinal) || header.Key.Contains("Throttle", StringComparison.Ordinal));

        await using var strings = await SimulatorServer.Start("--Simulator:Headers=strings");
        Assert.Equal("0.01", (await strings.Get("/v25.0/act_1")).Header("X-Ad-Account-Usage")["acc_id_util_pct"]!.GetValue<string>());
    }

    [Fact]
    public async Task The_business_use_case_can_be_keyed_by_the_business()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:BucKey=business");
        Assert.NotNull((await sim.Get("/v25.0/act_1")).Header("X-Business-Use-Case-Usage")["7130045582"]);
    }

    private static async Task Calls(SimulatorServer sim, int count)
    {
        for (var i = 0; i < count; i++)
            Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
    }

    private static Task<JsonNode> Fill(SimulatorServer sim, string meter, double percent) =>
        sim.Control(HttpMethod.Post, "quota", new { fill = new { account = "act_1", meter, percent } });

    private static async Task<JsonArray> Meters(SimulatorServer sim) => (await sim.Control(HttpMethod.Get, "quota"))["data"]!.AsArray();

    private static async Task<JsonNode> Meter(SimulatorServer sim, string name, string? account) =>
        (await Meters(sim)).Single(meter => $"{meter!["meter"]}" == name && meter["account"]?.GetValue<string>() == account)!;
}
