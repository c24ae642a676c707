using MetaSync.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Quartz;

namespace MetaSync.Bench.Rig;

/// <summary>Quartz by itself, set up for the quickest hand-over that a single lane can have from it: one place, so that nothing looks for the next day while one runs.</summary>
internal sealed class StockWorker : IAsyncDisposable
{
    private readonly IHost _host;

    private StockWorker(IHost host) => _host = host;

    public DayBodies Bodies => _host.Services.GetRequiredService<DayBodies>();

    /// <param name="connectionString">A database that has Quartz's tables.</param>
    /// <param name="cancellationToken">Until it runs days.</param>
    public static async Task<StockWorker> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var builder = QuietHost.CreateBuilder(connectionString);
        builder.Services.AddNpgsqlDataSource(connectionString, database => database.ConnectionStringBuilder.MaxAutoPrepare = 100);
        builder.Services.AddSingleton<DayBodies>();
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SyncDayContract.SchedulerName;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1);
                scheduler.MaxBatchSize = 1;
            });
            quartz.UseTypeLoader<BenchJobs>();
            quartz.UseDefaultThreadPool(1);
            quartz.UseExecutionLimits(limits => limits.ForGroup(Lane.Default, 1, ExecutionLimitScope.Cluster));
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(source => source.UseRegisteredDataSource = true);
                store.UseClustering();
                store.ConfigureStore(options => options.AcquireTriggersWithinLock = true);
            });
        });
        builder.Services.AddQuartzHostedService();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new StockWorker(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
