using MetaSync.Tests.Support;
using MetaSync.Worker.Reports;
using Microsoft.Extensions.Hosting;

namespace MetaSync.Tests.Reports;

public sealed class ReportRegistryTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_registers_its_reports_at_its_start_and_keeps_those_that_are_configured_no_more()
    {
        await using var worker = await WorkerParts.CreateAsync(
            server, new ScriptedMeta(_ => new { }), Cancel,
            ("Reports:0:Name", "ad"), ("Reports:0:Fields", "spend"),
            ("Reports:1:Name", "people"), ("Reports:1:Level", "campaign"), ("Reports:1:Fields", "reach"), ("Reports:1:Breakdowns", "gender,age"));
        await worker.ExecuteAsync("""
            INSERT INTO metasync.reports (report, level, breakdowns, is_configured, seen_at)
            VALUES ('ad', 'campaign', '{country}', false, '2026-01-01'), ('hours', 'ad', '{hourly}', true, '2026-01-01');
            """, Cancel);

        await worker.Get<IEnumerable<IHostedService>>().OfType<ReportRegistry>().Single().StartAsync(Cancel);

        Assert.Equal(
            ["ad ad {} true now", "hours ad {hourly} false before", "people/age,gender campaign {age,gender} true now"],
            await worker.ColumnAsync<string>(
                "SELECT concat_ws(' ', report, level, breakdowns::text, is_configured::text, CASE WHEN seen_at > '2026-02-01' THEN 'now' ELSE 'before' END) FROM metasync.reports ORDER BY report", Cancel));
    }
}
