using System.Diagnostics;
using System.Globalization;
using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.Season;

/// <summary>Something that is read of a system in the course of a season.</summary>
/// <param name="Name">What is read.</param>
/// <param name="Value">In rows, bytes or connections.</param>
/// <param name="IsBytes">Whether it is a size.</param>
/// <param name="Slack">By how much it may have grown and still be flat; null for what is there to grow.</param>
internal sealed record Reading(string Name, long Value, bool IsBytes, long? Slack);

/// <summary>What a system has come to after so many batches.</summary>
internal sealed record SeasonReading(int Batches, IReadOnlyList<Reading> Readings)
{
    private const long Kilobyte = 1024, Megabyte = 1024 * 1024;

    /// <summary>A page more in each of a table's files is nothing.</summary>
    private const long Pages = 128 * Kilobyte;

    private static readonly string[] QuartzTables =
        ["qrtz_job_details", "qrtz_triggers", "qrtz_simple_triggers", "qrtz_simprop_triggers", "qrtz_cron_triggers", "qrtz_blob_triggers", "qrtz_fired_triggers", "qrtz_scheduler_state"];
    private static readonly string[] Kept = ["metasync.sync_batches", "metasync.sync_days", "metasync.sync_day_reports", "metasync.report_runs"];
    private static readonly string[] Growing = ["metasync.insights", "metasync.insights_days", "metasync.insights_fetches"];
    private static readonly string[] Catalogs = ["pg_class", "pg_attribute", "pg_type", "pg_depend"];

    public long this[string name] => Readings.Single(reading => reading.Name == name).Value;

    public static async Task<SeasonReading> ReadAsync(FaultRig rig, NpgsqlDataSource database, int batches, CancellationToken cancellationToken)
    {
        var quartz = await TablesAsync(database, QuartzTables, cancellationToken);
        List<Reading> readings =
        [
            new("Quartz's tables", quartz.Sum(table => table.Bytes), true, 4 * Pages),
            new("Quartz's tables, rows", quartz.Sum(table => table.Rows), false, 2),
        ];
        foreach (var table in await TablesAsync(database, Kept, cancellationToken))
        {
            readings.Add(new(table.Name, table.Bytes, true, Pages));
            readings.Add(new($"{table.Name}, rows", table.Rows, false, 40)); // what is old is deleted now and then only
        }

        foreach (var table in await TablesAsync(database, Growing, cancellationToken))
            readings.Add(new(table.Name, table.Bytes, true, null));
        foreach (var table in await TablesAsync(database, Catalogs, cancellationToken))
            readings.Add(new(table.Name, table.Bytes, true, Pages));
        readings.Add(new(
            "connections",
            await database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'rig' AND backend_type = 'client backend'", cancellationToken),
            false, 6));
        foreach (var process in rig.Processes)
            readings.Add(new($"memory of {process.Name}", MemoryOf(process), true, 24 * Megabyte));
        return new(batches, readings);
    }

    private static async Task<List<(string Name, long Bytes, long Rows)>> TablesAsync(NpgsqlDataSource database, string[] tables, CancellationToken cancellationToken)
    {
        var found = new List<(string, long, long)>();
        foreach (var table in tables)
        {
            await using var command = database.CreateCommand(string.Create(CultureInfo.InvariantCulture, $"SELECT pg_total_relation_size('{table}'), (SELECT count(*) FROM {table})"));
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            found.Add((table.Replace("metasync.", "", StringComparison.Ordinal), row.GetInt64(0), row.GetInt64(1)));
        }

        return found;
    }

    private static long MemoryOf(RigProcess program)
    {
        using var process = Process.GetProcessById(program.Id);
        return process.WorkingSet64;
    }
}
