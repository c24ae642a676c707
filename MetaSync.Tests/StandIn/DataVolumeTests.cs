using Npgsql;

namespace MetaSync.Tests.StandIn;

public sealed class DataVolumeTests : IDisposable
{
    private readonly TemporaryFolder _volumes = new();
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    private string Volume => Path.Combine(_volumes.Path, "kept");

    public void Dispose() => _volumes.Dispose();

    [Fact]
    public async Task A_volume_keeps_its_data_from_one_run_to_the_next_even_if_a_lock_file_was_left_behind()
    {
        await using (var first = await StartAsync())
        {
            await ExecuteAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
            await Assert.ThrowsAsync<DistributedApplicationException>(StartAsync);
        }
        // The process of a server that is gone; its number may by now be anybody's, here it is this test's.
        await File.WriteAllTextAsync(Path.Combine(Volume, "data", "postmaster.pid"), $"{Environment.ProcessId}\n", _cancellation);

        await using var second = await StartAsync();

        Assert.Equal(42, await ExecuteAsync(second, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task Data_of_another_major_version_are_named_with_both_versions()
    {
        _volumes.Write("kept/data/PG_VERSION", "9");

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(StartAsync);

        Assert.Contains($"The data in {Volume} were made by PostgreSQL 9, and only PostgreSQL ", refusal.Message);
    }

    [Fact]
    public async Task Without_its_mount_a_server_touches_no_volume()
    {
        await using var app = new ScriptedApplication($"--StandIn:Volumes={_volumes.Path}");
        var postgres = app.Builder.AddPostgres("postgres").WithDataVolume();
        postgres.Resource.Annotations.Remove(postgres.Resource.Annotations.OfType<ContainerMountAnnotation>().Single());

        await app.StartAsync();

        Assert.Empty(_volumes.Entries);
    }

    private async Task<ScriptedApplication> StartAsync()
    {
        var app = new ScriptedApplication($"--StandIn:Volumes={_volumes.Path}");
        app.Builder.AddPostgres("postgres").WithDataVolume("kept").AddDatabase("metasync");
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private async Task<object?> ExecuteAsync(ScriptedApplication app, string sql)
    {
        await using var connection = new NpgsqlConnection(await app.Application.GetConnectionStringAsync("metasync", _cancellation));
        await connection.OpenAsync(_cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(_cancellation);
    }
}
