using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

/// <summary>One application for all of them: what is refused leaves nothing behind, and the last look at the tables proves it.</summary>
public sealed class BadRequestTests(IdleApplication application) : IClassFixture<IdleApplication>
{
    private readonly SyncApplication _app = application.App;

    [Fact]
    public async Task A_refused_request_is_a_problem_that_names_field_and_value_and_enqueues_nothing()
    {
        (string Body, string Field, string Value)[] cases =
        [
            ("""{"startDate":"2026-01-31","endDate":"2026-01-01"}""", "endDate", "2026-01-01"),
            ("""{"startDate":"yesterday","endDate":"2026-01-01"}""", "startDate", "yesterday"),
            ("""{"endDate":"2026-01-01"}""", "startDate", "missing"),
            ("""{"startDate":"2026-01-01","endDate":"2999-01-01"}""", "endDate", "2999-01-01"),
            ("""{"startDate":"2001-01-01","endDate":"2026-01-01"}""", "startDate", "37 months"),
            ("""{"startDate":"2026-01-01","endDate":"2026-01-31","accounts":["act_777"]}""", "accounts", "act_777"),
            ("""{"startDate":"2026-01-01","endDate":"2026-01-31","accounts":[]}""", "accounts", "empty"),
            ("""{"startDate":"2026-01-01","endDate":"2026-01-31","colour":"red"}""", "colour", "not a field"),
            ("""{"startDate":1,"endDate":"2026-01-31"}""", "startDate", "1"),
        ];
        foreach (var (body, field, value) in cases)
        {
            var problem = await RefusedAsync(body, HttpStatusCode.BadRequest);
            Assert.Contains(value, problem["errors"]![field]![0]!.GetValue<string>());
            Assert.Contains(value, problem["detail"]!.GetValue<string>());
        }

        await NothingIsEnqueuedAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("startDate=2026-01-01")]
    [InlineData("""{"startDate":"\ud800","endDate":"2026-01-31"}""")]
    [InlineData("""{"\ud800":1,"startDate":"2026-01-01","endDate":"2026-01-31"}""")]
    [InlineData("""{"startDate":"2026-01-01","startDate":"2026-01-02","endDate":"2026-01-31"}""")]
    public async Task A_body_that_is_not_sound_JSON_is_a_problem_and_enqueues_nothing(string body)
    {
        Assert.StartsWith("The body", (await RefusedAsync(body, HttpStatusCode.BadRequest))["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        await NothingIsEnqueuedAsync();
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused()
    {
        await RefusedAsync("""{"startDate":"2026-01-01","endDate":"2026-01-31"}""", HttpStatusCode.UnsupportedMediaType, "text/plain");
        await NothingIsEnqueuedAsync();
    }

    [Fact]
    public async Task An_oversized_body_is_refused()
    {
        var accounts = string.Join(',', Enumerable.Repeat("\"act_1\"", 20_000));
        var problem = await RefusedAsync($$"""{"startDate":"2026-01-01","endDate":"2026-01-31","accounts":[{{accounts}}]}""", HttpStatusCode.RequestEntityTooLarge);

        Assert.Contains("64 KiB", problem["detail"]!.GetValue<string>());
        await NothingIsEnqueuedAsync();
    }

    [Theory]
    [InlineData("/api/sync/0199c0de-0000-7000-8000-000000000000")]
    [InlineData("/api/sync/0199c0de-0000-7000-8000-000000000000/days")]
    [InlineData("/api/sync/not-a-batch")]
    [InlineData("/api/sink")]
    public async Task What_does_not_exist_is_404(string path)
    {
        using var response = await _app.Api.GetAsync(path, TestContext.Current.CancellationToken);
        await ProblemAsync(response, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_list_of_batches_has_a_sensible_length()
    {
        using var response = await _app.Api.GetAsync("/api/sync?limit=0", TestContext.Current.CancellationToken);
        Assert.Contains("limit is 0", (await ProblemAsync(response, HttpStatusCode.BadRequest))["detail"]!.GetValue<string>());
    }

    private async Task<JsonNode> RefusedAsync(string body, HttpStatusCode status, string mediaType = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, mediaType);
        using var response = await _app.Api.PostAsync("/api/sync", content, TestContext.Current.CancellationToken);
        return await ProblemAsync(response, status);
    }

    private static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(body)!;
        Assert.Equal((int)status, problem["status"]!.GetValue<int>());
        return problem;
    }

    private async Task NothingIsEnqueuedAsync() => Assert.Equal(0, await _app.ScalarAsync<long>(
        "SELECT (SELECT count(*) FROM metasync.sync_batches) + (SELECT count(*) FROM metasync.sync_days) + (SELECT count(*) FROM qrtz_triggers)",
        TestContext.Current.CancellationToken));
}
