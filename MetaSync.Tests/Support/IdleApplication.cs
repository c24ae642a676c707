namespace MetaSync.Tests.Support;

/// <summary>An application without workers, shared by the tests of a class: what is enqueued stays where it is.</summary>
public sealed class IdleApplication(PostgresServer server) : IAsyncLifetime
{
    internal SyncApplication App { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        App = await SyncApplication.StartAsync(server, workers: 0, TestContext.Current.CancellationToken, accounts: "act_1,act_2");

    /// <summary>Each test begins with nothing in the queue.</summary>
    internal async Task<SyncApplication> EmptiedAsync(CancellationToken cancellationToken)
    {
        await App.ExecuteAsync("TRUNCATE metasync.sync_batches, metasync.sync_days, qrtz_job_details, qrtz_triggers, qrtz_simple_triggers CASCADE", cancellationToken);
        return App;
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
