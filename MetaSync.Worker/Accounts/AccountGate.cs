using MetaSync.Sync;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;

namespace MetaSync.Worker.Accounts;

/// <summary>Sees to it that an account is known before a day of it is asked for, and that the day is one that the account has.</summary>
internal sealed class AccountGate(AccountTable accounts, AccountReader reader)
{
    /// <returns>The run, of a chunk only those days that the account has: an end that has not begun, or that Meta has forgotten meanwhile, fails none of the others.</returns>
    /// <exception cref="MetaException">The account is refused, or has no such day.</exception>
    public async Task<DayRun> AdmitAsync(DayRun run, AccountState? account, DayCost cost, CancellationToken cancellationToken)
    {
        if (account?.Denied is { } denied)
            throw Denied(denied);
        if (account?.Zone is null)
        {
            cost.Calls++;
            account = await reader.ReadAsync(run.Account, cancellationToken);
        }

        var today = AccountCalendar.Today(account.Zone, run.AsOf);
        if (run.Day > today)
            throw MetaException.Final($"{run.Day:yyyy-MM-dd} is in the future for {run.Account}, where today is {today:yyyy-MM-dd}", "Ask for the day once it has begun.");
        var oldest = AccountCalendar.Oldest(account.Zone, run.AsOf);
        if (run.EndDay < oldest)
        {
            throw MetaException.Final(
                $"{run.EndDay:yyyy-MM-dd} is older than the {AccountCalendar.MonthsKept} months that Meta keeps, which begin with {oldest:yyyy-MM-dd} for {run.Account}",
                "The day can't be had from Meta any more.");
        }

        return run.Within(oldest, today);
    }

    /// <summary>Meta refuses the account: its days fail for a while without a call, and those of other accounts go on.</summary>
    public Task DenyAsync(DayRun run, MetaError error, CancellationToken cancellationToken) => accounts.DenyAsync(run.Account, error, cancellationToken);

    private static MetaException Denied(MetaError denied) =>
        new(denied, new MetaErrorRule(null, null, null, null, MetaOutcome.Fail, MetaScope.Account, denied.Remedy ?? ""));
}
