using System.Text.Json;
using MetaSimulator.Faults;

namespace MetaSync.Tests.MetaSimulator;

public sealed class FaultTests
{
    private static readonly string Path = $"/v25.0/act_1/insights?level=ad&limit=500&{SimulatorServer.Range("2026-05-01", "2026-05-01")}";

    [Theory]
    [InlineData("throttle-17", 400, 17, 2446079)]
    [InlineData("throttle-80000", 400, 80000, 2446079)]
    [InlineData("throttle-4-1504022", 400, 4, 1504022)]
    [InlineData("throttle-4-app", 400, 4, null)]
    [InlineData("throttle-613-abuse", 400, 613, null)]
    [InlineData("intermittent-2-1504043", 400, 2, 1504043)]
    [InlineData("timeout-2-1504038", 400, 2, 1504038)]
    [InlineData("timeout-100-1504018", 400, 100, 1504018)]
    [InlineData("summary-flake", 400, 100, null)]
    [InlineData("perm-3191001", 400, 100, 3191001)]
    [InlineData("version-2635", 400, 2635, null)]
    [InlineData("range-3018", 400, 3018, null)]
    [InlineData("unknown-1", 500, 1, 99)]
    [InlineData("reduce-1", 500, 1, null)]
    [InlineData("outage-2", 400, 2, null)]
    [InlineData("badbreakdown-2-1504041", 400, 2, 1504041)]
    [InlineData("rows-100-1487534", 400, 100, 1487534)]
    [InlineData("invalidfield", 400, 100, null)]
    [InlineData("token-463", 400, 190, 463)]
    [InlineData("token-460", 400, 190, 460)]
    [InlineData("perm-200", 403, 200, null)]
    public async Task An_error_fault_answers_with_its_code(string action, int status, int code, int? subcode)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action });
        var answer = await sim.Get(Path);
        Assert.Equal((status, code, subcode), (answer.Status, answer.Error.Code, answer.Error.Subcode));
        var entry = Assert.Single(await sim.Journal())!;
        Assert.Equal($"{action} {status} {code}", $"{entry["fault"]} {entry["status"]} {entry["errorCode"]}");
    }

    [Fact]
    public async Task A_throttle_says_in_its_headers_how_long()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new object[]
        {
            new { action = "throttle-17", resetSeconds = 42, times = 1 },
            new { action = "throttle-80000", regainMinutes = 7, times = 1 },
            new { action = "throttle-4-1504022", times = 1 },
            new { action = "throttle-4-app" },
        });
        var score = (await sim.Get(Path)).Header("X-Ad-Account-Usage");
        Assert.Equal((100, 42), (score["acc_id_util_pct"]!.GetValue<int>(), score["reset_time_duration"]!.GetValue<int>()));
        var business = (await sim.Get(Path)).Header("X-Business-Use-Case-Usage")["1"]![0]!;
        Assert.Equal((100, 7), (business["call_count"]!.GetValue<int>(), business["estimated_time_to_regain_access"]!.GetValue<int>()));
        Assert.Equal(100, (await sim.Get(Path)).Header("X-FB-Ads-Insights-Throttle")["app_id_util_pct"]!.GetValue<int>());
        Assert.Equal(100, (await sim.Get(Path)).Header("X-App-Usage")["call_count"]!.GetValue<int>());
    }

    [Fact]
    public async Task Wrong_day_gives_the_rows_of_the_day_before()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "wrong-day" });
        Assert.Equal(await sim.Truth("account=act_1&day=2026-04-30&level=ad"), (await sim.Get(Path)).Rows);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(500)]
    public async Task Duplicate_row_gives_one_row_twice(int limit)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "duplicate-row", times = 1 });
        var rows = await sim.AllPages(Path.Replace("limit=500", $"limit={limit}", StringComparison.Ordinal));
        var truth = await sim.Truth("account=act_1&day=2026-05-01&level=ad");
        Assert.Equal(truth, rows.Distinct());
        Assert.Equal(truth.Count + 1, rows.Count);
    }

    [Fact]
    public async Task Rows_can_come_in_another_order()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "row-reorder" });
        var rows = await sim.AllPages(Path.Replace("limit=500", "limit=10", StringComparison.Ordinal));
        var truth = await sim.Truth("account=act_1&day=2026-05-01&level=ad");
        Assert.NotEqual(truth, rows);
        Assert.Equal(truth.Order(), rows.Order());
    }

    [Fact]
    public async Task Pages_can_drift_while_the_numbers_are_restated()
    {
        await using var sim = await SimulatorServer.Start();
        var first = await sim.Page("2026-06-15", "limit=10", "act_2");
        await sim.Fault(new { action = "page-drift" });
        await sim.Elapse("00:20:00");
        Assert.Equal((await sim.Truth("account=act_2&day=2026-06-15&level=ad"))[10], (await sim.Get(first.Next!)).Rows.First());
    }

    [Fact]
    public async Task A_rule_can_be_of_one_version()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "outage-2", version = "v26.0" });
        Assert.Equal(200, (await sim.Get("/v25.0/me")).Status);
        Assert.Equal(400, (await sim.Get("/v26.0/me")).Status);
    }

    [Fact]
    public async Task A_rule_takes_only_the_calls_it_matches()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "outage-2", method = "get", path = "/insights", account = "1", day = "2026-05-01" });
        Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
        Assert.Equal(200, (await sim.Page("2026-05-02")).Status);
        Assert.Equal(200, (await sim.Page("2026-05-01", account: "act_2")).Status);
        Assert.Equal(400, (await sim.Page("2026-05-01")).Status);
    }

    [Theory]
    [InlineData("""{"action":"outage-2","nth":2}""", ".x..")]
    [InlineData("""{"action":"outage-2","times":2}""", "xx..")]
    [InlineData("""{"action":"outage-2","nth":2,"times":2}""", ".xx.")]
    [InlineData("""{"action":"outage-2"}""", "xxxx")]
    [InlineData("""{"action":"outage-2","probability":0}""", "....")]
    [InlineData("""[{"action":"outage-2","times":1},{"action":"unknown-1","nth":2}]""", "x.x.")]
    public async Task Nth_and_times_say_which_calls_fail(string rules, string expected)
    {
        await using var sim = await SimulatorServer.Start();
        var counts = await sim.Fault(JsonSerializer.Deserialize<JsonElement>(rules));
        Assert.NotEmpty(counts["data"]!.AsArray());
        var seen = "";
        for (var i = 0; i < expected.Length; i++)
            seen += (await sim.Get("/v25.0/me")).Status == 200 ? '.' : 'x';
        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Probability_fires_for_its_share_and_for_the_same_calls_each_time()
    {
        await using var sim = await SimulatorServer.Start();
        async Task<string> Failing()
        {
            await sim.Control(HttpMethod.Post, "reset");
            await sim.Fault(new { action = "outage-2", probability = 0.25 });
            for (var i = 0; i < 100; i++)
                await sim.Get("/v25.0/me");
            return string.Join(' ', (await sim.Journal()).Select(entry => $"{entry!["status"]}"));
        }

        var first = await Failing();
        Assert.Equal(first, await Failing());
        Assert.InRange(first.Split("400").Length - 1, 12, 40);
    }

    [Fact]
    public async Task A_fault_comes_after_the_token_and_before_the_parameters()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "outage-2" });
        Assert.Equal(104, (await sim.Send(HttpMethod.Get, "/v25.0/me", null)).Error.Code);
        Assert.Equal(2, (await sim.Get("/v25.0/act_404/insights?fields=nonsense")).Error.Code);
    }

    [Theory]
    [InlineData("""{"action":"no-such-thing"}""")]
    [InlineData("""{"action":"outage-2","acount":"act_1"}""")]
    [InlineData("""{"account":"act_1"}""")]
    [InlineData("[null]")]
    [InlineData("""{"action":"outage-2","version":"25"}""")]
    [InlineData("5")]
    public async Task A_rule_that_makes_no_sense_is_refused(string rule)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "faults", JsonSerializer.Deserialize<JsonElement>(rule), status: 400);
        Assert.Equal(200, (await sim.Get("/v25.0/me")).Status);
    }

    [Fact]
    public async Task Faults_are_counted_and_can_be_deleted()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "outage-2", times = 1 });
        await sim.Get(Path);
        var fault = (await sim.Control(HttpMethod.Get, "faults"))["data"]![0]!;
        Assert.Equal("1 1 outage-2", $"{fault["matched"]} {fault["fired"]} {fault["rule"]!["action"]}");
        Assert.Empty((await sim.Control(HttpMethod.Delete, "faults"))["data"]!.AsArray());
    }

    [Fact]
    public void Every_action_of_the_table_is_in_the_README()
    {
        var readme = File.ReadAllText(System.IO.Path.Combine(Root(), "dev", "MetaSimulator", "README.md"));
        Assert.All(FaultActions.Table.Keys, action => Assert.Contains($"| `{action}` |", readme, StringComparison.Ordinal));
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(file, "..", "..", ".."));
}
