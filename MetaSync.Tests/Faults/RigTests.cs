using MetaSync.Faults.Rig;
using Alone = MetaSync.Tests.Support.Alone;

namespace MetaSync.Tests.Faults;

/// <summary>The rig itself: what all fault cases stand on.</summary>
[Trait("Category", "Faults"), Collection(nameof(Alone))]
public sealed class RigTests(FaultsPostgres postgres)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rig_of_real_processes_runs_a_range_to_its_end()
    {
        await using var rig = await FaultRig.StartAsync(await postgres.GetAsync(Cancel), new(), Cancel);

        var answer = await rig.Client.EnqueueAsync(new(new(2025, 1, 1), new(2025, 1, 10)), Cancel);

        Assert.Equal(10, answer.Days);
        Assert.True(await rig.WaitUntilQuietAsync(TimeSpan.FromSeconds(60), Cancel));
        Assert.Equal(10L, await rig.Database.ScalarAsync<long>("SELECT count(*) FROM history.events WHERE what = 'effect'", Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_was_ended_without_warning_starts_again_with_all_that_was_committed(bool byKilling)
    {
        FaultsPostgres.RequirePrograms();
        await using var cluster = await PostgresCluster.StartAsync(new() { Fsync = true }, Cancel);
        await using var database = Npgsql.NpgsqlDataSource.Create(await cluster.CreateDatabaseAsync(Cancel) + ";Pooling=false");
        await database.ExecuteAsync("CREATE TABLE kept AS SELECT 7 AS number", Cancel);

        if (byKilling)
            await cluster.KillAsync(Cancel);
        else
            await cluster.StopImmediateAsync(Cancel);
        await cluster.RestartAsync(Cancel);

        Assert.Equal(7, await database.ScalarAsync<int>("SELECT number FROM kept", Cancel));
    }
}
