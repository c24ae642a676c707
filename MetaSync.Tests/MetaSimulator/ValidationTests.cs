namespace MetaSync.Tests.MetaSimulator;

public sealed class ValidationTests
{
    [Theory]
    [InlineData("fields=ad_id,wish_bid", 100, "(#100) Tried accessing nonexisting field (wish_bid)")]
    [InlineData("fields=[\"ad_id\",\"age\"]", 100, "(#100) Tried accessing nonexisting field (age)")]
    [InlineData("fields=[", 100, "(#100) fields must be a list of strings")]
    [InlineData("level=adgroup", 100, "(#100) level must be one of")]
    [InlineData("time_increment=91", 100, "(#100) time_increment must be")]
    [InlineData("limit=0", 100, "(#100) limit must be")]
    [InlineData("limit=many", 100, "(#100) limit must be")]
    [InlineData("limit=100000", 1, "Please reduce the amount of data")]
    [InlineData("time_range={\"since\":\"2026-05-02\",\"until\":\"2026-05-01\"}", 100, "(#100) time_range: the start date")]
    [InlineData("time_range={\"since\":\"2026-05-02\"}", 100, "(#100) until must be a date")]
    [InlineData("time_range=yesterday", 100, "(#100) time_range must be an object")]
    [InlineData("time_range[since]=05-01-2026&time_range[until]=2026-05-01", 100, "(#100) since must be a date")]
    [InlineData("time_range[since]=2023-05-14&time_range[until]=2026-05-01", 3018, "(#3018) The start date")]
    [InlineData("date_preset=lifetime", 100, "(#100) date_preset must be")]
    [InlineData("breakdowns=dma", 100, "(#100) The breakdown dma is no longer supported")]
    [InlineData("sort=[\"spend_descending\"]", 100, "(#100) sort is not modelled")]
    [InlineData("summary=spend", 100, "(#100) summary is not modelled")]
    [InlineData("action_breakdowns=action_device", 100, "(#100) action_breakdowns must be")]
    [InlineData("action_attribution_windows=[\"3d_click\"]", 100, "(#100) action_attribution_windows must be")]
    [InlineData("time_ranges=[]", 100, "(#100) time_ranges must be")]
    [InlineData("breakdowns=age&fields=age", 100, "(#100) Tried accessing nonexisting field (age)")]
    public async Task A_bad_parameter_is_refused(string parameter, int code, string message)
    {
        await using var sim = await SimulatorServer.Start();
        var answer = await sim.Get("/v25.0/act_1/insights?" + parameter);
        Assert.Equal((code, null), answer.Error);
        Assert.StartsWith(message, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_oldest_day_is_37_months_ago()
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal(200, (await sim.Page("2023-05-15")).Status);
        Assert.Equal((3018, null), (await sim.Page("2023-05-14")).Error);
    }

    [Fact]
    public async Task Both_notations_of_time_range_and_of_fields_mean_the_same()
    {
        await using var sim = await SimulatorServer.Start();
        var json = await sim.Get("/v25.0/act_1/insights?fields=clicks,reach&time_range={\"since\":\"2026-05-01\",\"until\":\"2026-05-02\"}");
        var php = await sim.Get("/v25.0/act_1/insights?fields=[\"reach\",\"clicks\"]&time_range[since]=2026-05-01&time_range[until]=2026-05-02");
        Assert.Equal(json.Rows, php.Rows);
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_100_33()
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((100, 33), (await sim.Get("/v25.0/act_404/insights?level=nonsense")).Error);
    }

    [Fact]
    public async Task An_account_that_the_token_may_not_see_is_200_and_not_listed()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:Accounts:0:Id=7", "--Simulator:Accounts:1:Id=8", "--Simulator:Accounts:1:Visible=false");
        Assert.Equal((200, null), (await sim.Get("/v25.0/act_8/insights?level=nonsense")).Error);
        Assert.Equal("""{"account_id":"7","id":"act_7"}""", (await sim.Get("/v25.0/me/adaccounts")).Rows.Single());
    }

    [Theory]
    [InlineData("POST", "/v25.0/act_1", 100, 33)]
    [InlineData("GET", "/v25.0/6104477559", 100, 33)]
    [InlineData("GET", "/v25.0/act_ü\"1", 100, 33)]
    [InlineData("GET", "/v25.0/act_1/friends", 2500, null)]
    public async Task What_is_not_there_has_an_error_of_its_own(string method, string path, int code, int? subcode)
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((code, subcode), (await sim.Send(new(method), path, "simulator")).Error);
    }
}
