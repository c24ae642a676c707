using System.Reflection;
using MetaSync.Sync;
using MetaSync.Tests.Support;
using MetaSync.Worker.Accounts;
using MetaSync.Worker.Connection;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Refresh;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Quartz;

namespace MetaSync.Tests.Connection;

public sealed class ConnectionJobTests(PostgresServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Accounts_that_had_to_wait_are_read_afterwards_and_then_not_again_for_a_day()
    {
        var isLimited = true;
        var meta = new ScriptedMeta(call => call switch
        {
            { Path: "/" } => new[] { new { code = 200, body = """{"data":{"expires_at":0,"scopes":["ads_read"]}}""" } },
            _ when isLimited => ScriptedMeta.Error(17, 2446079, "User request limit reached"),
            _ => new { account_id = "1", name = "One", currency = "EUR", timezone_name = "Europe/Berlin", timezone_offset_hours_utc = 1 },
        });
        await using var worker = await WorkerParts.CreateAsync(server, meta, Cancel, ("Meta:Accounts", "act_1"));
        var job = new ConnectionJob(
            worker.Get<MetaGateway>(), worker.Get<AccountReader>(),
            new RefreshSchedule(worker.Database, worker.Get<ConfiguredAccounts>(), Options.Create(new RefreshOptions()), TimeProvider.System),
            worker.Database, worker.Get<TokenState>(), worker.Get<TokenFingerprint>(), worker.Get<IOptions<MetaOptions>>(), NullLogger<ConnectionJob>.Instance);
        var firing = Firing.Of(await worker.Get<ISchedulerFactory>().GetScheduler(Cancel));

        await Assert.ThrowsAsync<JobExecutionException>(async () => await job.Execute(firing, Cancel));
        isLimited = false;
        await worker.ExecuteAsync("DELETE FROM metasync.rate_limits", Cancel);
        await job.Execute(firing, Cancel);
        var calls = meta.Calls.Count;
        await job.Execute(firing, Cancel);

        Assert.Equal(["One"], await worker.ColumnAsync<string>("SELECT name FROM metasync.accounts", Cancel));
        Assert.Equal(calls, meta.Calls.Count);
    }

    /// <summary>What Quartz gives the job, as far as it asks for it.</summary>
    public class Firing : DispatchProxy
    {
        private readonly ITrigger _trigger = TriggerBuilder.Create(TimeProvider.System).WithIdentity(ConnectionSchedule.AtStart).ForJob("connection").Build();
        private IScheduler? _scheduler;

        internal static IJobExecutionContext Of(IScheduler scheduler)
        {
            var firing = Create<IJobExecutionContext, Firing>();
            ((Firing)(object)firing)._scheduler = scheduler;
            return firing;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
        {
            "get_Trigger" => _trigger,
            "get_Scheduler" => _scheduler,
            _ => throw new NotSupportedException(targetMethod?.Name),
        };
    }
}
