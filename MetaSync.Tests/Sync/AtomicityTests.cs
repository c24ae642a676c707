using System.Net;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Sync;

public sealed class AtomicityTests(IdleApplication application) : IClassFixture<IdleApplication>
{
    private static readonly object Year = new { startDate = "2025-01-01", endDate = "2025-12-31", accounts = new[] { "act_1" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("metasync.sync_days", "NEW.day = '2025-07-19'")]
    [InlineData("qrtz_job_details", "NEW.job_name LIKE '%.act_1.2025-07-19.%'")]
    [InlineData("qrtz_triggers", "NEW.trigger_name LIKE '%.act_1.2025-07-19.%'")]
    [InlineData("qrtz_simple_triggers", "NEW.trigger_name LIKE '%.act_1.2025-12-31.%'")]
    public async Task A_statement_that_fails_on_day_200_leaves_nothing_and_the_next_request_works(string table, string condition)
    {
        var app = await application.EmptiedAsync(Cancel);
        await BreakAsync(app, table, condition, "RAISE EXCEPTION 'refused'");

        await FailsWithoutATraceAsync(app);

        await MendAsync(app, table);
        Assert.Equal(365, (await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel, "act_1")).JobCount);
    }

    [Fact]
    public async Task A_commit_that_is_refused_leaves_nothing_and_the_next_request_works()
    {
        var app = await application.EmptiedAsync(Cancel);
        await app.ExecuteAsync("""
            CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE CONSTRAINT TRIGGER break_it AFTER INSERT ON metasync.sync_batches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION break_it();
            """, Cancel);

        await FailsWithoutATraceAsync(app);

        await MendAsync(app, "metasync.sync_batches");
        Assert.Equal(365, (await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel, "act_1")).JobCount);
    }

    [Fact]
    public async Task A_connection_that_dies_between_two_statements_leaves_nothing_and_the_next_request_works()
    {
        var app = await application.EmptiedAsync(Cancel);
        await BreakAsync(app, "qrtz_triggers", "NEW.trigger_name LIKE '%.act_1.2025-07-19.%'", "PERFORM pg_terminate_backend(pg_backend_pid())");

        await FailsWithoutATraceAsync(app);

        await MendAsync(app, "qrtz_triggers");
        Assert.Equal(365, (await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel, "act_1")).JobCount);
    }

    [Fact]
    public async Task A_server_that_is_killed_between_two_statements_leaves_nothing_and_the_next_request_works()
    {
        await using var app = await SyncApplication.StartAsync(server: null, workers: 0, Cancel); // a server of its own, to be killed
        await BreakAsync(app, "qrtz_triggers", "NEW.trigger_name LIKE '%.act_1.2025-07-19.%'", "COPY (SELECT 1) TO PROGRAM 'kill -KILL $PPID'");

        using var response = await app.PostAsync(Year, Cancel);
        await UnavailableAsync(response);

        await Eventually.TrueAsync(async () =>
        {
            using var health = await app.Api.GetAsync("/health", Cancel);
            return health.IsSuccessStatusCode;
        }, "the server has recovered from its crash", Cancel);
        await NothingIsThereAsync(app);
        await MendAsync(app, "qrtz_triggers");
        Assert.Equal(365, (await app.EnqueueAsync("2025-01-01", "2025-12-31", Cancel, "act_1")).JobCount);
    }

    private static async Task BreakAsync(SyncApplication app, string table, string condition, string action) => await app.ExecuteAsync($"""
        CREATE FUNCTION break_it() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {action}; RETURN NEW; END $$;
        CREATE TRIGGER break_it BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION break_it();
        """, Cancel);

    private static Task MendAsync(SyncApplication app, string table) =>
        app.ExecuteAsync($"DROP TRIGGER break_it ON {table}; DROP FUNCTION break_it()", Cancel);

    private static async Task FailsWithoutATraceAsync(SyncApplication app)
    {
        using var response = await app.PostAsync(Year, Cancel);
        await UnavailableAsync(response);
        await NothingIsThereAsync(app);
    }

    private static async Task UnavailableAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancel))!;
        Assert.Contains("Nothing was enqueued", problem["detail"]!.GetValue<string>());
    }

    private static async Task NothingIsThereAsync(SyncApplication app) => Assert.Equal(0, await app.ScalarAsync<long>("""
        SELECT (SELECT count(*) FROM metasync.sync_batches) + (SELECT count(*) FROM metasync.sync_days)
             + (SELECT count(*) FROM qrtz_job_details) + (SELECT count(*) FROM qrtz_triggers) + (SELECT count(*) FROM qrtz_simple_triggers)
        """, Cancel));
}
