namespace MetaSync.Tests.MetaSimulator;

public sealed class PagingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(500)]
    public async Task Truth_equals_what_the_pages_say(int limit)
    {
        await using var sim = await SimulatorServer.Start();
        var pages = await sim.AllPages($"/v25.0/act_2/insights?level=ad&fields=ad_id,spend,actions&time_increment=1&limit={limit}&{SimulatorServer.Range("2026-05-01", "2026-05-03")}");
        var truth = await sim.Truth("account=act_2&day=2026-05-01&until=2026-05-03&level=ad&fields=ad_id,spend,actions");
        Assert.NotEmpty(truth);
        Assert.Equal(truth, pages);
    }

    [Fact]
    public async Task Truth_of_a_range_is_the_truth_of_its_days()
    {
        await using var sim = await SimulatorServer.Start();
        string[] days = ["2026-02-27", "2026-02-28", "2026-03-01"];
        var each = new List<string>();
        foreach (var day in days)
            each.AddRange(await sim.Truth($"account=3&level=adset&day={day}"));
        Assert.Equal(each, await sim.Truth("account=3&level=adset&day=2026-02-27&until=2026-03-01"));
    }

    [Fact]
    public async Task Paging_ends_only_when_next_is_absent()
    {
        await using var sim = await SimulatorServer.Start();
        var first = await sim.Page("2026-05-01", "limit=25");
        Assert.Equal(25, first.Rows.Count());
        var last = await sim.Get(first.Next!);
        Assert.NotEmpty(last.Rows);
        Assert.Null(last.Next);
        Assert.NotNull(last.Json["paging"]!["cursors"]!["after"]);
    }

    [Fact]
    public async Task The_limit_is_25_when_none_is_given()
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal(25, (await sim.Page("2026-05-01")).Rows.Count());
    }

    [Fact]
    public async Task A_page_can_be_empty_and_have_a_next()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Fault(new { action = "empty-page", nth = 2 });
        var path = $"/v25.0/act_1/insights?level=ad&limit=10&{SimulatorServer.Range("2026-05-01", "2026-05-01")}";
        var second = await sim.Get((await sim.Get(path)).Next!);
        Assert.Empty(second.Rows);
        Assert.NotNull(second.Next);
        Assert.Null(second.Json["paging"]!["cursors"]);
        Assert.Equal(await sim.Truth("account=act_1&day=2026-05-01&level=ad"), await sim.AllPages(path));
    }

    [Fact]
    public async Task A_day_without_delivery_is_empty_data_and_empty_paging_or_none()
    {
        await using var sim = await SimulatorServer.Start();
        async Task<List<string>> Empty()
        {
            var bodies = new List<string>();
            for (var day = 16; day <= 30; day++)
                bodies.Add((await sim.Page($"2026-06-{day}")).Body);
            return bodies;
        }

        var bodies = await Empty();
        Assert.Equal(["""{"data":[],"paging":{}}""", """{"data":[]}"""], bodies.Distinct().OrderDescending(StringComparer.Ordinal).Reverse());
        Assert.Equal(bodies, await Empty());
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("!!")]
    [InlineData("t9QhYFTlgRgAAAAAAAAAAAAAAABrBF98AAAAAGsEYEQ")]
    public async Task A_cursor_that_Meta_did_not_make_is_invalid(string after)
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((100, null), (await sim.Page("2026-05-01", "after=" + after)).Error);
    }

    [Fact]
    public async Task A_cursor_is_of_one_query_but_the_limit_may_change()
    {
        await using var sim = await SimulatorServer.Start();
        var after = (await sim.Page("2026-05-01", "limit=20")).Json["paging"]!["cursors"]!["after"]!.GetValue<string>();
        Assert.Equal((100, null), (await sim.Page("2026-05-02", "after=" + after)).Error);
        Assert.Equal(3, (await sim.Page("2026-05-01", "limit=3&after=" + after)).Rows.Count());
    }

    [Fact]
    public async Task A_cursor_expires_after_30_minutes()
    {
        await using var sim = await SimulatorServer.Start();
        var next = (await sim.Page("2026-05-01")).Next!;
        await sim.Control(HttpMethod.Post, "clock", new { advance = "00:29:00" });
        Assert.Equal(200, (await sim.Get(next)).Status);
        await sim.Control(HttpMethod.Post, "clock", new { advance = "00:02:00" });
        Assert.Equal("(#100) Invalid cursor", (await sim.Get(next)).Message);
    }

    [Fact]
    public async Task Pages_of_one_query_are_seen_as_of_the_first()
    {
        await using var sim = await SimulatorServer.Start();
        var truth = await sim.Truth("account=act_2&day=2026-06-15&level=ad");
        var first = await sim.Page("2026-06-15", "limit=10", "act_2");
        await sim.Control(HttpMethod.Post, "clock", new { advance = "00:20:00" });
        Assert.Equal(truth[10], (await sim.Get(first.Next!)).Rows.First());
        Assert.NotEqual(truth[10], (await sim.Truth("account=act_2&day=2026-06-15&level=ad"))[10]);
    }

    [Fact]
    public async Task Accounts_come_in_pages_too()
    {
        await using var sim = await SimulatorServer.Start();
        var accounts = await sim.AllPages("/v25.0/me/adaccounts?fields=currency&limit=2");
        Assert.Equal(5, accounts.Count);
        Assert.Equal("""{"currency":"JPY","id":"act_3"}""", accounts[2]);
    }
}
