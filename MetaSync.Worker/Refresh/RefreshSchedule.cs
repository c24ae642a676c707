using MetaSync.Sync;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace MetaSync.Worker.Refresh;

/// <summary>Gives each account that has been synced a nightly refresh, by its own clock.</summary>
internal sealed class RefreshSchedule(NpgsqlDataSource database, ConfiguredAccounts configured, IOptions<RefreshOptions> options, TimeProvider time)
{
    /// <summary>The stored name of the job's class.</summary>
    public const string JobName = "refresh";

    public const string AccountKey = "account";

    private const string Group = "meta_sync_refresh";

    /// <summary>Adds what is missing, and takes away what is no longer wanted.</summary>
    public async Task EnsureAsync(IScheduler scheduler, CancellationToken cancellationToken)
    {
        var wanted = options.Value.Enabled ? await SyncedAccountsAsync(cancellationToken) : [];
        foreach (var known in await scheduler.GetTriggerKeys(GroupMatcher<TriggerKey>.GroupEquals(Group), cancellationToken))
        {
            if (!wanted.ContainsKey(known.Name))
                await scheduler.UnscheduleJob(known, cancellationToken);
        }

        foreach (var (account, zone) in wanted)
        {
            var trigger = Trigger(account, zone);
            if (await scheduler.GetTrigger(trigger.Key, cancellationToken) is ICronTrigger known && IsTheSame(known, (ICronTrigger)trigger))
                continue; // scheduling it anew would forget a night that was missed
            var job = JobBuilder.Create().OfType(new JobType(JobName)).WithIdentity(account, Group).UsingJobData(AccountKey, account).Build();
            await scheduler.ScheduleJob(job, [trigger], ScheduleJobOptions.Replacing, cancellationToken);
        }
    }

    private ITrigger Trigger(string account, AccountZone zone) => TriggerBuilder.Create(time)
        .WithIdentity(account, Group)
        .WithSchedule(CronScheduleBuilder.Create($"0 {options.Value.At.Minute} {options.Value.At.Hour} * * ?").InTimeZone(Stored(zone)))
        .Build();

    /// <summary>Quartz stores a zone by its name: one that this machine does not know is replaced by UTC.</summary>
    private static TimeZoneInfo Stored(AccountZone zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone.Name, out var known) ? known : TimeZoneInfo.Utc;

    private static bool IsTheSame(ICronTrigger one, ICronTrigger other) =>
        one.CronExpressionString == other.CronExpressionString && one.TimeZone.Id == other.TimeZone.Id;

    private async Task<Dictionary<string, AccountZone>> SyncedAccountsAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT account, time_zone, utc_offset FROM metasync.accounts AS account
            WHERE visible AND read_at IS NOT NULL AND (cardinality($1) = 0 OR account = ANY ($1))
              AND EXISTS (SELECT FROM metasync.insights_days AS stored WHERE stored.account = account.account)
            """);
        command.Parameters.Add(new() { Value = configured.Names.ToArray() });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var accounts = new Dictionary<string, AccountZone>();
        while (await row.ReadAsync(cancellationToken))
            accounts.Add(row.GetString(0), new AccountZone(row.GetString(1), row.GetTimeSpan(2)));
        return accounts;
    }
}
