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
    public async Task The_journal_never_holds_a_token_and_says_whether_one_was_in_the_address()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AccessToken=s3cret");
        await sim.Send(HttpMethod.Get, "/v25.0/act_1/insights?access_token=s3cret", null);
        await sim.Send(HttpMethod.Get, "/v25.0/act_1/insights?access_token=s3cret-not", null);
        await sim.Send(HttpMethod.Get, "/v25.0/act_1/insights", "s3cret");
        var journal = await sim.Journal();
        Assert.Equal(3, journal.Count);
        Assert.DoesNotContain("s3cret", journal.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal([true, true, false], journal.Select(call => call!["tokenInAddress"]!.GetValue<bool>()));
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

    [Theory]
    [InlineData("expired", 463)]
    [InlineData("password_changed", 460)]
    [InlineData("app_removed", 458)]
    [InlineData("checkpoint", 459)]
    [InlineData("session_invalid", 464)]
    [InlineData("revoked", 467)]
    public async Task A_token_that_is_not_valid_says_why(string state, int subcode)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "tokens", new { token = "simulator", state });
        Assert.Equal((190, subcode), (await sim.Get("/v25.0/act_1")).Error);
        await sim.Control(HttpMethod.Post, "tokens", new { token = "simulator", state = "valid" });
        Assert.Equal(200, (await sim.Get("/v25.0/act_1")).Status);
    }

    [Fact]
    public async Task A_state_can_begin_with_a_call_to_come()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Get("/v25.0/me");
        var tokens = await sim.Control(HttpMethod.Post, "tokens", new { token = "simulator", state = "expired", atCall = 3 });
        Assert.Equal("valid expired 3", $"{tokens["data"]![0]!["state"]} {tokens["data"]![0]!["nextState"]} {tokens["data"]![0]!["callsUntilNext"]}");
        var seen = "";
        for (var i = 0; i < 4; i++)
            seen += (await sim.Get("/v25.0/me")).Status == 200 ? '.' : 'x';
        Assert.Equal("..xx", seen);
    }

    [Fact]
    public async Task A_token_expires_by_the_simulators_clock()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "tokens", new { token = "simulator", expiresAt = "2026-06-15T13:00:00Z" });
        Assert.Equal(200, (await sim.Get("/v25.0/me")).Status);
        await sim.Elapse("01:00:00");
        Assert.Equal((190, 463), (await sim.Get("/v25.0/me")).Error);
        await sim.Control(HttpMethod.Post, "tokens", new { token = "simulator", expiresAt = (string?)null });
        Assert.Equal(200, (await sim.Get("/v25.0/me")).Status);
    }

    [Fact]
    public async Task A_token_sees_its_own_accounts_and_runs_only()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "tokens", new { token = "another-token", accounts = (string[])["act_2"] });
        Assert.Equal("act_2", $"{(await sim.Send(HttpMethod.Get, "/v25.0/me/adaccounts", "another-token")).Json["data"]![0]!["id"]}");
        Assert.Equal((200, null), (await sim.Send(HttpMethod.Get, "/v25.0/act_1/insights", "another-token")).Error);
        Assert.Equal(200, (await sim.Send(HttpMethod.Get, "/v25.0/act_2/insights", "another-token")).Status);
        var run = await sim.Submit(account: "act_2");
        Assert.Equal((100, 33), (await sim.Send(HttpMethod.Get, "/v25.0/" + run, "another-token")).Error);
        Assert.Equal(200, (await sim.Get("/v25.0/" + run)).Status);
    }

    [Fact]
    public async Task Without_the_scope_no_account_is_seen()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "tokens", new { token = "simulator", scopes = (string[])["email"] });
        Assert.Empty((await sim.Get("/v25.0/me/adaccounts")).Rows);
        Assert.Equal((200, null), (await sim.Get("/v25.0/act_1/insights")).Error);
    }

    [Fact]
    public async Task Debug_token_tells_what_a_token_is()
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "tokens", new { token = "s3cret-token", state = "expired", expiresAt = "2026-06-15T13:00:00Z", dataAccessExpiresAt = "2026-09-13T13:00:00Z", scopes = (string[])["ads_read", "ads_management"] });
        var expired = (await sim.Get("/v25.0/debug_token?input_token=s3cret-token")).Json["data"]!;
        Assert.Equal("SYSTEM_USER 1781528400 1789304400 False", $"{expired["type"]} {expired["expires_at"]} {expired["data_access_expires_at"]} {expired["is_valid"]!.GetValue<bool>()}");
        Assert.Equal("""["ads_read","ads_management"]""", expired["scopes"]!.ToJsonString());
        Assert.Equal("190 463", $"{expired["error"]!["code"]} {expired["error"]!["subcode"]}");

        var valid = (await sim.Get("/v25.0/debug_token?input_token=simulator")).Json["data"]!;
        Assert.Equal("0 0 True", $"{valid["expires_at"]} {valid["data_access_expires_at"]} {valid["is_valid"]!.GetValue<bool>()}");
        Assert.Null(valid["error"]);
        Assert.NotNull(valid["app_id"]);
        Assert.NotNull(valid["application"]);
        Assert.NotNull(valid["user_id"]);

        var unknown = (await sim.Get("/v25.0/debug_token?input_token=nobodys")).Json["data"]!;
        Assert.Equal("190 False", $"{unknown["error"]!["code"]} {unknown["is_valid"]!.GetValue<bool>()}");
        Assert.Equal((100, null), (await sim.Get("/v25.0/debug_token")).Error);
        Assert.DoesNotContain("s3cret", (await sim.Journal()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_control_plane_masks_tokens()
    {
        await using var sim = await SimulatorServer.Start();
        var tokens = (await sim.Control(HttpMethod.Post, "tokens", new { token = "a-very-s3cret-token" })).ToJsonString();
        Assert.DoesNotContain("s3cret", tokens, StringComparison.Ordinal);
        Assert.Equal(2, (await sim.Control(HttpMethod.Get, "tokens"))["data"]!.AsArray().Count);
        await sim.Control(HttpMethod.Post, "reset");
        Assert.Single((await sim.Control(HttpMethod.Get, "tokens"))["data"]!.AsArray());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":"a","state":"tired"}""")]
    [InlineData("""{"token":"a","atCall":0}""")]
    [InlineData("""{"token":"a","scope":["ads_read"]}""")]
    public async Task A_token_that_makes_no_sense_is_refused(string body)
    {
        await using var sim = await SimulatorServer.Start();
        await sim.Control(HttpMethod.Post, "tokens", System.Text.Json.Nodes.JsonNode.Parse(body), status: 400);
    }

    [Fact]
    public async Task An_app_with_a_secret_demands_its_proof_in_the_query()
    {
        await using var sim = await SimulatorServer.Start("--Simulator:AppSecret=shh");
        // printf simulator | openssl dgst -sha256 -hmac shh
        const string Proof = "0c325b159cae6387f77540ccc5d91ce9b1ffa822150b3fb569608b2759847e64";
        var missing = await sim.Get("/v25.0/me");
        Assert.Equal((100, null), missing.Error);
        Assert.Equal("API calls from the server require an appsecret_proof argument", missing.Message);
        Assert.Equal("Invalid appsecret_proof provided in the API argument", (await sim.Get("/v25.0/me?appsecret_proof=beef")).Message);
        Assert.Equal(200, (await sim.Get("/v25.0/me?appsecret_proof=" + Proof)).Status);
        var inBody = await sim.Post("/v25.0/act_1/insights", new Dictionary<string, string> { ["appsecret_proof"] = Proof });
        Assert.Equal((100, null), inBody.Error);
        Assert.Equal("200", $"{(await sim.Batch(["me"], path: "/v25.0/?appsecret_proof=" + Proof)).Json[0]!["code"]}");
    }

    [Fact]
    public async Task An_account_can_be_revoked_at_run_time()
    {
        await using var sim = await SimulatorServer.Start();
        var run = await sim.Submit(account: "act_2");
        await sim.Control(HttpMethod.Post, "accounts", new { account = "act_2", visible = false });
        Assert.Equal((200, null), (await sim.Page("2026-05-01", account: "act_2")).Error);
        Assert.Equal((200, null), (await sim.Get("/v25.0/" + run)).Error);
        Assert.Equal(4, (await sim.Get("/v25.0/me/adaccounts")).Rows.Count());
        await sim.Control(HttpMethod.Post, "accounts", new { account = "2", visible = true });
        Assert.Equal(200, (await sim.Page("2026-05-01", account: "act_2")).Status);
        await sim.Control(HttpMethod.Post, "accounts", new { account = "act_404", visible = true }, status: 400);
    }
}
