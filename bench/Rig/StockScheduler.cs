using System.Globalization;
using MetaSync.Sync;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace MetaSync.Bench.Rig;

/// <summary>The store as it is set up for all processes, and nothing else: Quartz with its own PostgreSQL delegate.</summary>
/// <remarks>Prepared or not decides more than anything else about it: it sends the same few statements thousands of times.</remarks>
internal sealed class StockScheduler : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly bool _isChain;
    private long _place;

    private StockScheduler(IHost host, bool isChain) => (_host, _isChain) = (host, isChain);

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    /// <param name="connectionString">Its database.</param>
    /// <param name="isChain">Whether each day follows the one before it, as in MetaSync; else they follow nothing, and Quartz asks for each whether its group is paused.</param>
    /// <param name="isPrepared">Whether the driver is set as MetaSync sets it, and prepares what it sends often; else it is as it comes.</param>
    /// <param name="cancellationToken">Until its tables are there.</param>
    public static async Task<StockScheduler> StartAsync(string connectionString, bool isChain, bool isPrepared, CancellationToken cancellationToken)
    {
        var builder = QuietHost.CreateBuilder(connectionString);
        builder.AddSyncStore();
        if (!isPrepared)
            builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(connectionString));
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return new StockScheduler(host, isChain);
    }

    /// <summary>A job for each day, in one call, which is one transaction.</summary>
    public async Task ScheduleAsync(DateRange range, string account, CancellationToken cancellationToken)
    {
        var scheduler = await _host.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(cancellationToken);
        var batch = Guid.CreateVersion7();
        var jobs = new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>(range.Count);
        TriggerKey? previous = null;
        foreach (var day in range.Days())
        {
            var place = ++_place;
            var job = JobBuilder.Create().OfType(new JobType(SyncDayContract.JobName)).WithIdentity(SyncDayContract.JobKey(account, day, batch, place))
                .UsingJobData(SyncDayContract.DayIdKey, place.ToString(CultureInfo.InvariantCulture))
                .UsingJobData(SyncDayContract.PlaceKey, place.ToString(CultureInfo.InvariantCulture))
                .RequestRecovery().Build();
            var trigger = TriggerBuilder.Create(TimeProvider.System).WithIdentity(SyncDayContract.TriggerKey(account, day, batch, place)).WithExecutionGroup(Lane.Default)
                .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires));
            jobs.Add(job, [(previous is null ? trigger : trigger.StartAfter(previous, ContinuationCondition.OnAnyOutcome)).Build()]);
            previous = _isChain ? SyncDayContract.TriggerKey(account, day, batch, place) : null;
        }

        await scheduler.ScheduleJobs(jobs, new ScheduleJobOptions(), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
