using Npgsql;

namespace MetaSync.Worker.Reports;

/// <summary>Writes down at a worker's start which reports are configured, for those who have to know when a day is complete.</summary>
internal sealed class ReportRegistry(ReportCatalog catalog, NpgsqlDataSource database) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT pg_advisory_xact_lock(hashtextextended('metasync.reports', 0))"), // two workers with different reports would wait for each other's rows
                new("""
                    WITH configured AS (
                      SELECT report, level, string_to_array(breakdowns, ',') AS breakdowns FROM unnest($1, $2, $3) AS each (report, level, breakdowns)
                    ), registered AS (
                      INSERT INTO metasync.reports (report, level, breakdowns) SELECT report, level, breakdowns FROM configured
                      ON CONFLICT (report) DO UPDATE
                      SET level = excluded.level, breakdowns = excluded.breakdowns, is_configured = true, seen_at = excluded.seen_at
                    )
                    UPDATE metasync.reports SET is_configured = false WHERE is_configured AND report NOT IN (SELECT report FROM configured)
                    """)
                {
                    Parameters =
                    {
                        new() { Value = catalog.Reports.Select(report => report.Key).ToArray() },
                        new() { Value = catalog.Reports.Select(report => report.Level).ToArray() },
                        new() { Value = catalog.Reports.Select(report => string.Join(',', report.Breakdowns)).ToArray() },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
