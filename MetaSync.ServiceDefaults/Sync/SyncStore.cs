using System.Diagnostics;
using MetaSync.Sync.Bulk;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Quartz;

namespace MetaSync.Sync;

/// <summary>The database and the queue inside it, set up alike in the API and in every worker.</summary>
public static class SyncStore
{
    /// <summary>The name of the connection string, and of the resource in the AppHost.</summary>
    public const string ConnectionName = "metasync";

    /// <summary>The name of the health check that asks whether the database answers.</summary>
    public const string DatabaseCheck = "postgres";

    /// <summary>How long a transaction may wait for its next statement. Ours wait for nothing in between but a process that is short of processors: docs/decisions/0020-faults-on-real-processes.md</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Adds the database and the cluster's scheduler. A process that only enqueues never starts it;
    /// one that runs days starts it with <c>AddQuartzHostedService</c>.
    /// </summary>
    /// <param name="builder">The process.</param>
    /// <param name="configure">What else Quartz needs in it.</param>
    /// <param name="bulk">Whether it enqueues in bulk. Not for one that runs days: it would lose Quartz's fast ways of firing them.</param>
    /// <exception cref="OptionsValidationException">No connection string is set.</exception>
    public static void AddSyncStore(this IHostApplicationBuilder builder, Action<IQuartzBuilder>? configure = null, bool bulk = false)
    {
        var connectionString = builder.Configuration.GetConnectionString(ConnectionName);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new OptionsValidationException(ConnectionName, typeof(string),
                [$"ConnectionStrings:{ConnectionName} is not set. Set it (environment: ConnectionStrings__{ConnectionName}), or start the AppHost, which does."]);
        }

        builder.Services.AddNpgsqlDataSource(connectionString, database =>
        {
            // 171 against 307 days a second through Quartz's statements: docs/decisions/0004-one-chain-per-lane.md
            database.ConnectionStringBuilder.MaxAutoPrepare = 100;
            // Nobody leaves anything in a session that the next one could trip over, and a day's fourteen uses of one cost 0.9 ms in DISCARD's seven statements.
            database.ConnectionStringBuilder.NoResetOnClose = true;
            database.ConnectionStringBuilder.WriteBufferSize = 65_536; // a page is half a megabyte: sent in ten pieces, not in seventy
            // A process that is suspended or cut off in the middle of a transaction keeps its locks, and with them everybody waits, until the server ends its session.
            database.ConnectionStringBuilder.Options = $"{database.ConnectionStringBuilder.Options} -c idle_in_transaction_session_timeout={LongestPause.TotalMilliseconds:F0}".TrimStart();
            // The scheduler looks for work once a second; only what somebody asked for is worth a span.
            database.ConfigureTracing(tracing => tracing.ConfigureCommandFilter(_ => Activity.Current is not null));
        });
        builder.Services.AddHealthChecks().AddNpgSql(name: DatabaseCheck);
        builder.Services.AddSingleton<Schema>();
        builder.Services.AddSingleton<Durability>();
        if (bulk)
            builder.Services.AddSingleton<BulkScheduling>();
        builder.Services.AddSingleton<LaneTails>();
        builder.Services.AddSingleton<DayJobs>();
        builder.Services.AddSingleton<SyncQueue>();
        builder.Services.AddHostedService<SchemaAtStart>();

        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = SyncDayContract.SchedulerName;
                scheduler.IdleWaitTime = TimeSpan.FromSeconds(1); // the floor, and the net below pg_notify
                // As many at once as there are places, which is Quartz's own setting: 1.4 times as many days a second from 20 lanes as one at a time.
                scheduler.MaxBatchSize = 0;
                scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always;
            });
            quartz.UsePersistentStore(store =>
            {
                if (bulk)
                    store.UseDriverDelegate<BulkDelegate>(); // before UsePostgres, which leaves a delegate alone that is there
                store.UsePostgres(source => source.UseRegisteredDataSource = true);
                store.ProvisionSchema();
                store.UseClustering(cluster =>
                {
                    // A killed worker's day is taken over within the sum of the two and one idle wait.
                    cluster.CheckinInterval = TimeSpan.FromSeconds(0.5);
                    cluster.CheckinMisfireThreshold = TimeSpan.FromSeconds(2);
                });
                store.ConfigureStore(options =>
                {
                    options.AcceptEnlistedTransactions = true;
                    options.AcquireTriggersWithinLock = true; // else a cluster-wide limit is only approximate
                    options.RecoverFiringsCancelledByShutdown = true;
                    options.LockOnInsert = !bulk; // most of a range is written before the lock: BulkScheduling
                });
            });
            configure?.Invoke(quartz);
        });
    }
}
