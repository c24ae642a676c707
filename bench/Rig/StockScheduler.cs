using MetaSync.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace MetaSync.Bench.Rig;

/// <summary>The store as it is set up for all processes, and nothing else: Quartz with its own PostgreSQL delegate.</summary>
internal sealed class StockScheduler : IAsyncDisposable
{
    private readonly IHost _host;
    private long _place;

    private StockScheduler(IHost host) => _host = host;

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public static async Task<StockScheduler> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var builder = QuietHost.CreateBuilder(connectionString);
        builder.AddSyncStore();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new StockScheduler(host);
    }

    /// <summary>The same chain of jobs that the queue would store, in one call, which is one transaction.</summary>
    public async Task ScheduleAsync(DateRange range, string account, CancellationToken cancellationToken)
    {
        var scheduler = await _host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        var batch = Guid.CreateVersion7();
        PlacedDay[] days = [.. range.Days().Select(day => new PlacedDay(++_place, batch, account, day, Lane.Default, _place))];
        await scheduler.ScheduleJobs(DayChain.Of(days, [], TimeProvider.System), new ScheduleJobOptions(), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
