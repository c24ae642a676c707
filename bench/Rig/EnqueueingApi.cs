using MetaSync.ApiService.Access;
using MetaSync.Sync;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace MetaSync.Bench.Rig;

/// <summary>The API's own program, set up as it is in production, of which only the queue is used.</summary>
internal sealed class EnqueueingApi : IAsyncDisposable
{
    private readonly Factory _factory;

    private EnqueueingApi(Factory factory) => _factory = factory;

    public SyncQueue Queue => _factory.Services.GetRequiredService<SyncQueue>();

    public NpgsqlDataSource Database => _factory.Services.GetRequiredService<NpgsqlDataSource>();

    public static EnqueueingApi Start(string connectionString)
    {
        var factory = new Factory(connectionString);
        _ = factory.Services; // starts it
        return new EnqueueingApi(factory);
    }

    /// <summary>Enqueues the days of an account, oldest first.</summary>
    public Task EnqueueAsync(DateRange range, CancellationToken cancellationToken, string account = "act_1") =>
        EnqueueAsync(range, [account], LaneMode.Shared, cancellationToken);

    public async Task EnqueueAsync(DateRange range, IReadOnlyList<string> accounts, LaneMode lanes, CancellationToken cancellationToken)
    {
        var receipt = await Queue.EnqueueAsync(BatchPlan.OfRange(range, accounts, lanes), cancellationToken);
        if (receipt?.JobCount != range.Count * accounts.Count)
            throw new BenchException($"{receipt?.JobCount} of {range.Count * accounts.Count} days were enqueued: some were waiting already.");
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private sealed class Factory(string connectionString) : WebApplicationFactory<AccessOptions>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Production");
            builder.UseSetting("ConnectionStrings:metasync", connectionString);
            builder.UseSetting("Access:Mode", "Keys");
            builder.UseSetting("Meta:Accounts", "act_1");
            builder.ConfigureLogging(logging => logging.ClearProviders());
        }
    }
}
