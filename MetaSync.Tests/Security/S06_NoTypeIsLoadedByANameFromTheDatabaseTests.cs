using MetaSync.Sync;
using MetaSync.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Quartz;

namespace MetaSync.Tests.Security;

/// <summary>A name in the database is one of a job that we know, or nothing: it never becomes a class, an assembly or a process.</summary>
public sealed class S06_NoTypeIsLoadedByANameFromTheDatabaseTests(PostgresServer server)
{
    /// <summary>An assembly that every .NET has and nobody here uses. It shows in the memory map of a process that has loaded it.</summary>
    private const string Canary = "Microsoft.VisualBasic.Core";

    /// <summary>Classes that exist; the last one is a job, and would run.</summary>
    private static readonly string[] ForeignClasses =
    [
        $"Microsoft.VisualBasic.Interaction, {Canary}",
        "System.Diagnostics.Process, System.Diagnostics.Process",
        "MetaSync.Worker.Nowhere, MetaSync.Worker",
        "System.Collections.Generic.List`1[[System.Diagnostics.Process, System.Diagnostics.Process]], System.Private.CoreLib",
        "Quartz.Jobs.NativeJob, Quartz.Jobs",
        typeof(RunsEverywhere).AssemblyQualifiedName!,
    ];

    private static readonly string[] ForeignData =
    [
        $$"""{"$type":"Microsoft.VisualBasic.Interaction, {{Canary}}","dayId":"1"}""",
        $$$"""{"dayId":{"$type":"Microsoft.VisualBasic.Interaction, {{{Canary}}}"}}""",
        """{"dayId":"Microsoft.VisualBasic.Interaction, Microsoft.VisualBasic.Core"}""",
        """{"dayId":"9999999999999999999999"}""",
        """{"other":"1"}""",
        "not JSON",
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Foreign_names_in_the_queue_load_nothing_start_nothing_and_are_parked_and_the_lane_goes_on()
    {
        await using var app = await SyncApplication.StartAsync(server, workers: 1, Cancel);
        var first = await app.FinishedAsync((await app.EnqueueAsync("2026-01-01", "2026-01-01", Cancel)).BatchId, Cancel);
        Assert.Equal("succeeded", first[0].State);
        using var worker = SyncApplication.WorkerProcess((await app.ScalarAsync<string>("SELECT worker FROM metasync.sync_days", Cancel))!);

        await PoisonAsync(app.ConnectionString);
        await app.ExecuteAsync($$"""
            UPDATE metasync.sync_days SET steps = '[{"$type":"Microsoft.VisualBasic.Interaction, {{Canary}}","report":"ad","step":"x","reason":"x","at":"2026-01-01T00:00:00Z"}]'
            """, Cancel);

        var batch = await app.EnqueueAsync("2026-01-02", "2026-01-04", Cancel);
        Assert.All(await app.FinishedAsync(batch.BatchId, Cancel), day => Assert.Equal("succeeded", day.State));
        await Eventually.TrueAsync(
            async () => await app.ScalarAsync<long>("SELECT count(*) FROM qrtz_triggers WHERE trigger_group = 'foreign' AND trigger_state <> 'ERROR'", Cancel) == 0,
            "each foreign job is parked, or has ended", Cancel);
        // A job of a kind that this version does not have may be one of a newer version's: it is kept.
        Assert.Equal(ForeignClasses.Length, await app.ScalarAsync<long>(
            "SELECT count(*) FROM qrtz_triggers JOIN qrtz_job_details USING (job_name, job_group) WHERE trigger_group = 'foreign' AND job_class_name <> 'sync-day'", Cancel));
        Assert.DoesNotContain("VisualBasic", await app.Api.GetStringAsync($"/api/sync/{(await app.ScalarAsync<Guid>("SELECT batch_id FROM metasync.sync_days ORDER BY id LIMIT 1", Cancel))}/days", Cancel));
        Assert.Empty(await ViolationsAsync(worker.Id));
    }

    [Fact]
    public async Task The_check_finds_a_scheduler_that_looks_for_a_class_by_its_stored_name()
    {
        var database = await server.CreateDatabaseAsync(Cancel);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:metasync"] = database;
        builder.AddServiceDefaults();
        builder.AddSyncStore(quartz => quartz.UseTypeLoader(types => types.Map(SyncDayContract.JobName, typeof(RunsEverywhere)))); // Quartz's own loader
        builder.Services.AddQuartzHostedService();
        using var host = builder.Build();
        await host.StartAsync(Cancel);

        await PoisonAsync(database);

        await Eventually.TrueAsync(async () => (await ViolationsAsync(Environment.ProcessId)).Count == 2, "it is found", Cancel);
        await host.StopAsync(Cancel);
    }

    /// <summary>What a process has loaded or started by a foreign name.</summary>
    private static async Task<IReadOnlyList<string>> ViolationsAsync(int process)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Which assemblies a process has loaded is read from /proc.");
        List<string> violations = [];
        if ((await File.ReadAllTextAsync($"/proc/{process}/maps", Cancel)).Contains(Canary, StringComparison.Ordinal))
            violations.Add($"has loaded {Canary}");
        if (process == Environment.ProcessId && RunsEverywhere.HasRun)
            violations.Add("has run a class by its stored name");
        return violations;
    }

    /// <summary>Jobs as the queue's own, and then other words in their rows.</summary>
    private static async Task PoisonAsync(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.InstanceName = SyncDayContract.SchedulerName);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(connectionString);
                store.UseClustering();
            });
        });
        await using var provider = services.BuildServiceProvider();
        var scheduler = await provider.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancel);
        for (var n = 0; n < ForeignClasses.Length + ForeignData.Length; n++)
        {
            await scheduler.ScheduleJob(
                JobBuilder.Create().OfType(new JobType(SyncDayContract.JobName)).WithIdentity($"{n}", "foreign").UsingJobData(SyncDayContract.DayIdKey, "0").Build(),
                TriggerBuilder.Create().WithIdentity($"{n}", "foreign").WithExecutionGroup(Lane.Default).StartAt(TimeProvider.System.GetUtcNow().AddDays(1))
                    .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires)).Build(),
                cancellationToken: Cancel);
        }

        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand("""
            UPDATE qrtz_job_details SET job_class_name = name FROM unnest($1) WITH ORDINALITY AS class (name, n) WHERE job_group = 'foreign' AND job_name = (n - 1)::text;
            """, connection)
        {
            Parameters = { new() { Value = ForeignClasses } },
        };
        await command.ExecuteNonQueryAsync(Cancel);
        await using var data = new NpgsqlCommand("""
            UPDATE qrtz_job_details SET job_data = convert_to(text, 'UTF8') FROM unnest($1) WITH ORDINALITY AS data (text, n) WHERE job_group = 'foreign' AND job_name = (n - 1 + $2)::text
            """, connection)
        {
            Parameters = { new() { Value = ForeignData }, new() { Value = ForeignClasses.Length } },
        };
        await data.ExecuteNonQueryAsync(Cancel);
        await using var due = new NpgsqlCommand("UPDATE qrtz_triggers SET next_fire_time = start_time - 864000000000 * 2 WHERE trigger_group = 'foreign'", connection);
        Assert.Equal(ForeignClasses.Length + ForeignData.Length, await due.ExecuteNonQueryAsync(Cancel));
    }

    /// <summary>What a stored name must not become.</summary>
    public sealed class RunsEverywhere : IJob
    {
        public static bool HasRun { get; private set; }

        public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            HasRun = true;
            return ValueTask.CompletedTask;
        }
    }
}
