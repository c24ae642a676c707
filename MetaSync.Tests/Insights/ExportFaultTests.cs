using System.Net;
using System.Text.Json.Nodes;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Insights;

/// <summary>Clients that don't read, or go away, and a database that breaks off: with more bytes than all buffers between it and them hold.</summary>
[Collection(nameof(Alone))]
public sealed class ExportFaultTests(ExportFaultTests.Application application) : IClassFixture<ExportFaultTests.Application>
{
    private const long MiB = 1024 * 1024;
    private const string ReaderIsHeld = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND wait_event = 'ClientWrite'";

    private const string IsExport = "datname = current_database() AND query LIKE '%report_insights%' AND xact_start IS NOT NULL AND pid <> pg_backend_pid()";

    private readonly SyncApplication _app = application.App;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public sealed class Application(PostgresServer server) : IAsyncLifetime
    {
        internal SyncApplication App { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            App = await SyncApplication.StartAsync(server, workers: 0, Cancel, accounts: "act_1,act_2", configure: builder => builder.Project("api")
                .WithEnvironment("Export__Concurrency", "1").WithEnvironment("Export__ClientPatience", "00:00:15"));
            await StoredInsights.AddAccountsAsync(App, Cancel);
            await StoredInsights.AddAsync(App, "act_1", "2026-01-01", days: 30, ads: 3_000, Cancel);
            await App.ExecuteAsync("UPDATE metasync.insights SET row = row || jsonb_build_object('noise', (SELECT string_agg(md5(ad_id || day || n), '') FROM generate_series(1, 20) AS n))", Cancel);
        }

        public ValueTask DisposeAsync() => App.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_does_not_read_holds_the_database_back_and_takes_no_memory()
    {
        using var api = ApiProcess.Of(_app);
        using var response = await BeginAsync("csv");
        await DatabaseIsHeldAsync();
        api.Refresh();
        var held = api.WorkingSet64;

        var rows = 0L;
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancel));
        for (; await reader.ReadLineAsync(Cancel) is not null; rows++)
        {
            if (rows == 10_000)
                await DatabaseIsHeldAsync(); // it was let go, and is held again
        }

        api.Refresh();
        TestContext.Current.TestOutputHelper!.WriteLine($"{held / MiB} MiB while held, a peak of {api.PeakWorkingSet64 / MiB} MiB.");
        Assert.True(rows > 90_000);
        Assert.InRange(api.PeakWorkingSet64, 0, 300 * MiB);
    }

    [Fact]
    public async Task What_is_stored_and_deleted_meanwhile_does_not_change_an_export()
    {
        await StoredInsights.AddAsync(_app, "act_2", "2026-01-01", days: 1, ads: 10, Cancel);
        using var response = await BeginAsync("ndjson");
        await DatabaseIsHeldAsync();
        await _app.ExecuteAsync("DELETE FROM metasync.insights WHERE account = 'act_2'", Cancel); // which is still to be read
        await StoredInsights.AddAsync(_app, "act_2", "2026-01-02", days: 1, ads: 20, Cancel);

        var text = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(10, text.Split("\"account\":\"act_2\",\"account_name\"").Length - 1);
        Assert.EndsWith("\"complete\":true}}\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("ndjson")]
    [InlineData("json")]
    [InlineData("parquet")]
    public async Task An_error_in_the_middle_breaks_the_connection_off_and_is_no_clean_end(string format)
    {
        using var response = await BeginAsync(format);
        await DatabaseIsHeldAsync();
        Assert.True(await _app.ScalarAsync<bool>($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {IsExport}", Cancel));

        await Assert.ThrowsAnyAsync<IOException>(async () => await (await response.Content.ReadAsStreamAsync(Cancel)).CopyToAsync(Stream.Null, Cancel));
        await NothingRunsAsync();
    }

    [Fact]
    public async Task A_client_that_goes_away_ends_the_query()
    {
        using (await BeginAsync("csv"))
            await DatabaseIsHeldAsync();
        await NothingRunsAsync();
    }

    [Fact]
    public async Task A_client_that_reads_nothing_any_more_does_not_hold_a_snapshot_for_ever()
    {
        using var response = await BeginAsync("csv");
        await DatabaseIsHeldAsync();
        await NothingRunsAsync(); // because of ClientPatience
        await Assert.ThrowsAnyAsync<IOException>(async () => await (await response.Content.ReadAsStreamAsync(Cancel)).CopyToAsync(Stream.Null, Cancel));
    }

    [Fact]
    public async Task More_exports_than_may_run_at_once_are_told_to_come_again()
    {
        using (await BeginAsync("csv"))
        {
            using var refused = await _app.Api.GetAsync("/api/insights?startDate=2026-01-01&endDate=2026-01-01", Cancel);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("30", refused.Headers.GetValues("Retry-After").Single());
            Assert.Equal("urn:metasync:problem:too-many-requests", JsonNode.Parse(await refused.Content.ReadAsStringAsync(Cancel))!["type"]!.GetValue<string>());
        }

        await NothingRunsAsync();
        using var response = await BeginAsync("parquet");
    }

    private async Task<HttpResponseMessage> BeginAsync(string format)
    {
        await NothingRunsAsync(); // of an earlier test
        var response = await _app.Api.GetAsync($"/api/insights?startDate=2026-01-01&endDate=2026-01-30&format={format}", HttpCompletionOption.ResponseHeadersRead, Cancel);
        response.EnsureSuccessStatusCode();
        return response;
    }

    private Task DatabaseIsHeldAsync() => Eventually.TrueAsync(async () => await _app.ScalarAsync<int>(ReaderIsHeld, Cancel) > 0, "the database waits for its reader", Cancel);

    private Task NothingRunsAsync() => Eventually.TrueAsync(
        async () => await _app.ScalarAsync<long>(
            $"SELECT count(*) FROM pg_stat_activity WHERE {IsExport}", Cancel) == 0
            && (await _app.Api.GetAsync("/api/insights/manifest?startDate=2026-01-01&endDate=2026-01-01", Cancel)).IsSuccessStatusCode,
        "no export runs", Cancel);
}
