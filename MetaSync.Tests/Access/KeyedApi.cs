using MetaSync.Tests.Support;

namespace MetaSync.Tests.Access;

/// <summary>An API that takes keys, shared by the tests of a class, with one key for each scope.</summary>
public sealed class KeyedApi(PostgresServer server) : IAsyncLifetime
{
    internal ApiHost Api { get; private set; } = null!;

    internal HttpClient Reader { get; private set; } = null!;

    internal HttpClient Writer { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        Api = await ApiHost.StartAsync(server, cancel);
        Reader = await Api.WithKeyAsync("reader", "read", cancel);
        Writer = await Api.WithKeyAsync("writer", "write", cancel);
    }

    public async ValueTask DisposeAsync()
    {
        Reader.Dispose();
        Writer.Dispose();
        await Api.DisposeAsync();
    }
}
