using MetaSync.Tests.Support;

namespace MetaSync.Tests.Security;

/// <summary>One API as in production, which the checks of the doors share: with a key for each scope, and without workers, so that what is enqueued stays.</summary>
public sealed class GuardedApi(PostgresServer server) : IAsyncLifetime
{
    internal ApiHost Host { get; private set; } = null!;

    internal HttpClient Reader { get; private set; } = null!;

    internal HttpClient Writer { get; private set; } = null!;

    internal string WriterKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Host = await ApiHost.StartAsync(server, cancel, settings: ("Access:RequestsPerMinute", "1000000"));
        Reader = await Host.WithKeyAsync("reader", "read", cancel);
        WriterKey = await Host.CreateKeyAsync("writer", "write", cancel);
        Writer = Host.Client(WriterKey);
    }

    /// <summary>Nothing in the queue any more.</summary>
    internal Task EmptyAsync(CancellationToken cancellationToken) => Host.ExecuteAsync(
        "TRUNCATE metasync.sync_batches, metasync.sync_days, qrtz_job_details, qrtz_triggers, qrtz_simple_triggers CASCADE", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        Writer.Dispose();
        await Host.DisposeAsync();
    }
}

[CollectionDefinition(nameof(GuardedApi))]
public sealed class ChecksOfTheGuardedApi : ICollectionFixture<GuardedApi>;
