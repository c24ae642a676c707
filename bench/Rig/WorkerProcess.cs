using MetaSync.Sync;
using Npgsql;

namespace MetaSync.Bench.Rig;

/// <summary>A whole worker, as it is started in production, which asks a simulator.</summary>
internal static class WorkerProcess
{
    /// <summary>Waits until it listens for new days.</summary>
    public static async Task<ProjectProcess> StartAsync(string connectionString, Uri meta, CancellationToken cancellationToken)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        var before = await ListenersAsync(database, cancellationToken);
        var worker = ProjectProcess.Start("MetaSync.Worker", new Dictionary<string, string>
        {
            ["ConnectionStrings__metasync"] = connectionString,
            ["Meta__BaseUrl"] = meta.ToString(),
            ["Meta__AccessToken"] = "simulator",
            ["Meta__Accounts"] = "act_1",
            ["Refresh__Enabled"] = "false", // at half past three it would enqueue days of its own
        });
        await worker.UntilAsync(async token => await ListenersAsync(database, token) > before, cancellationToken);
        return worker;
    }

    private static Task<long> ListenersAsync(NpgsqlDataSource database, CancellationToken cancellationToken) => database.ScalarAsync<long>(
        $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN {SyncDayContract.Channel}'", cancellationToken);
}
