namespace MetaSync.Tests.MetaSimulator;

public sealed class TokenTests
{
    [Fact]
    public async Task Without_a_token_the_code_is_104()
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((104, null), (await sim.Send(HttpMethod.Get, "/v25.0/me", null)).Error);
    }

    [Theory]
    [InlineData("/v25.0/me?access_token=wrong", null)]
    [InlineData("/v25.0/me", "wrong")]
    public async Task A_wrong_token_is_190(string path, string? bearer)
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((190, null), (await sim.Send(HttpMethod.Get, path, bearer)).Error);
    }

    [Fact]
    public async Task Next_embeds_the_token_only_if_it_came_by_query()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AccessToken=s3cret");
        const string Path = "/v25.0/me/adaccounts?limit=1";
        Assert.DoesNotContain("s3cret", (await sim.Send(HttpMethod.Get, Path, "s3cret")).Next!, StringComparison.Ordinal);
        Assert.Contains("access_token=s3cret", (await sim.Send(HttpMethod.Get, Path + "&access_token=s3cret", null)).Next!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_journal_never_holds_a_token()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AccessToken=s3cret");
        await sim.Send(HttpMethod.Get, "/v25.0/act_1/insights?access_token=s3cret", null);
        await sim.Send(HttpMethod.Get, "/v25.0/act_1/insights?access_token=s3cret-not", null);
        await sim.Send(HttpMethod.Get, "/v25.0/act_1/insights", "s3cret");
        var journal = await sim.Journal();
        Assert.Equal(3, journal.Count);
        Assert.DoesNotContain("s3cret", journal.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v24.0/me", 2635)]
    [InlineData("/v99.0/me", 2500)]
    [InlineData("/v25.0/me/friends/of", 2500)]
    public async Task Version_and_path_are_checked_before_the_token(string path, int code)
    {
        await using var sim = await SimulatorServer.Start();
        Assert.Equal((code, null), (await sim.Send(HttpMethod.Get, path, null)).Error);
    }

    [Fact]
    public async Task A_path_without_a_version_is_the_default_one()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:DefaultVersion=v26.0");
        var me = await sim.Get("/me");
        Assert.Equal(200, me.Status);
        Assert.Equal("v26.0", me.Headers.GetValues("facebook-api-version").Single());
    }
}
