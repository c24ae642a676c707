using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli;

/// <summary>What <c>sync --wait</c> ends with when nothing was enqueued: fine, when that is because all days are in.</summary>
internal static class NothingToWaitFor
{
    public static async Task<int> ExplainAsync(ApiClient api, string start, string end, string[]? accounts, CancellationToken cancellationToken)
    {
        var calendar = (await api.GetAsync(DataCalendar.Path(start, end, accounts), cancellationToken)).As<DataCalendar>();
        if (calendar.Accounts.Any(account => account.HasUnfinishedDays(calendar.Legend)))
        {
            Terminal.Say("There is nothing to wait for in this batch: its days are waiting in others. 'status' lists them.");
            return CommandLine.Failed;
        }

        foreach (var account in calendar.Accounts)
            Terminal.Say($"{account.Account}: {account.Completeness.Sentence}");
        return calendar.IsComplete() ? CommandLine.Succeeded : CommandLine.Gaps;
    }
}
