using System.Globalization;
using MetaSync.Tests.Support;

namespace MetaSync.Tests.Insights;

/// <summary>As many rows as <c>METASYNC_EXPORT_ROWS</c> says, and no more memory for ten million than for a few.</summary>
[Collection(nameof(Alone))]
public sealed class ExportSizeTests(PostgresServer server)
{
    private const int DefaultRows = 200_000, AdsPerDay = 20_000;
    private const long MiB = 1024 * 1024, Limit = 300 * MiB;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_big_export_is_read_back_by_another_program_equal_to_the_database_and_takes_little_memory()
    {
        var rows = int.Parse(Environment.GetEnvironmentVariable("METASYNC_EXPORT_ROWS") ?? $"{DefaultRows}", CultureInfo.InvariantCulture);
        await using var app = await SyncApplication.StartAsync(server, workers: 0, Cancel, accounts: "act_1,act_2");
        app.Api.Timeout = Timeout.InfiniteTimeSpan;
        await StoredInsights.AddAccountsAsync(app, Cancel);
        await StoredInsights.AddAsync(app, "act_1", "2025-01-01", rows / AdsPerDay, AdsPerDay, Cancel);
        await app.ExecuteAsync("ANALYZE metasync.insights", Cancel);
        var expected = await DuckDb.DatabaseAsync(app, "account = 'act_1'", Cancel);
        Assert.Equal(rows / AdsPerDay * AdsPerDay, expected.Rows);
        using var api = ApiProcess.Of(app);

        foreach (var format in new[] { "csv", "parquet" })
        {
            var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{format}");
            try
            {
                var elapsed = await DownloadAsync(app, format, file, expected.Rows);
                api.Refresh();
                TestContext.Current.TestOutputHelper!.WriteLine(
                    $"{expected.Rows:N0} rows as {format}: {elapsed.TotalSeconds:F1} s, {new FileInfo(file).Length / MiB} MiB, the API's peak is {api.PeakWorkingSet64 / MiB} MiB.");
                Assert.InRange(api.PeakWorkingSet64, 0, Limit);
                Assert.Equal(expected, format is "csv" ? DuckDb.Csv(file) : DuckDb.Parquet(file));
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    private static async Task<TimeSpan> DownloadAsync(SyncApplication app, string format, string file, long rows)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var response = await app.Api.GetAsync(
            $"/api/insights?startDate=2025-01-01&endDate=2027-12-31&format={format}&raw=1", HttpCompletionOption.ResponseHeadersRead, Cancel);
        response.EnsureSuccessStatusCode();
        Assert.Equal($"{rows}", response.Headers.GetValues("MetaSync-Rows").Single());
        await using (var output = File.Create(file))
            await response.Content.CopyToAsync(output, Cancel);
        return TimeProvider.System.GetElapsedTime(started);
    }
}
