using MetaSync.Worker.Cli.Client;

namespace MetaSync.Worker.Cli.Export;

/// <summary>Says which days an export can't have, because they are not in.</summary>
internal static class ExportGaps
{
    private sealed record Manifest(Days Days, IReadOnlyList<AccountPart> Accounts);

    private sealed record AccountPart(string Account, Days Days);

    private sealed record Days(int Asked, int In, int Failed, int Missing);

    public static async Task<int> ExplainAsync(ApiClient api, string query, CancellationToken cancellationToken)
    {
        var manifest = (await api.GetAsync($"/api/insights/manifest?{query}", cancellationToken)).As<Manifest>();
        foreach (var (account, days) in manifest.Accounts.Where(part => part.Days.In < part.Days.Asked))
            Terminal.Say($"{account}: {days.In} of {days.Asked} days are in; {days.Failed} failed, {days.Missing} missing. 'sync … --mode missing-and-failed' brings them in.");
        return manifest.Days.In < manifest.Days.Asked ? CommandLine.Gaps : CommandLine.Succeeded;
    }
}
