namespace MetaSync.Tests.Support;

/// <summary>An application without workers, shared by the tests of a class: what is enqueued stays where it is.</summary>
public sealed class IdleApplication(PostgresServer server) : IAsyncLifetime
{
    internal SyncApplication App { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        App = await SyncApplication.StartAsync(server, workers: 0, TestContext.Current.CancellationToken, accounts: "act_1,act_2");

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
