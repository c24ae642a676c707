using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.Cases;

/// <summary>The server's disk has no byte left, for data and for its log; then there is room again.</summary>
/// <remarks>Only for a server whose directory is on a small file system of its own.</remarks>
internal static class DiskFull
{
    public static FaultCase Case { get; } = new("disk full", 1, async (rig, random, token) =>
    {
        await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(1), token);
        var ballast = Path.Combine(Path.GetDirectoryName(rig.Cluster.Data)!, "ballast");
        await FillAsync(ballast, token);
        try
        {
            var request = rig.Client.EnqueueAsync(new(new(2024, 1, 1), new(2024, 12, 31)), token);
            await Until.TrueAsync(() => HasFailedAsync(rig, token), TimeSpan.FromSeconds(15), token);
            await Times.WaitAsync(random.Between(0, 2), token);
            await request;
        }
        finally
        {
            File.Delete(ballast);
        }

        if (rig.Cluster.HasEnded)
            await rig.Cluster.RestartAsync(token);
    })
    { EndsServer = true };

    private static async Task FillAsync(string file, CancellationToken cancellationToken)
    {
        await using var ballast = File.Create(file);
        foreach (var size in new[] { 1 << 20, 1 << 12 })
        {
            try
            {
                while (true)
                {
                    await ballast.WriteAsync(new byte[size], cancellationToken);
                    await ballast.FlushAsync(cancellationToken);
                }
            }
            catch (IOException)
            {
                // Full, but for what is smaller.
            }
        }
    }

    /// <summary>The log goes on in its present file until that is full: so a new one is asked for.</summary>
    private static async Task<bool> HasFailedAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        try
        {
            await rig.Database.ExecuteAsync("CREATE TABLE IF NOT EXISTS history.filling (n int); INSERT INTO history.filling SELECT generate_series(1, 1000); SELECT pg_switch_wal()", cancellationToken);
            return false;
        }
        catch (NpgsqlException)
        {
            return true;
        }
    }
}
