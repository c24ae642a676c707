using MetaSync.Sync;
using MetaSync.Worker.Meta;

namespace MetaSync.Worker.Accounts;

/// <summary>Reads ad accounts from Meta: the configured ones, or when none are configured all that the token can see.</summary>
internal sealed class AccountReader(MetaGateway meta, AccountTable accounts, ConfiguredAccounts configured)
{
    private const int PageSize = 200;

    public async Task ReadAllAsync(CancellationToken cancellationToken)
    {
        if (configured.Names.Count == 0)
        {
            await accounts.StoreAllAsync(await ListAsync(cancellationToken), cancellationToken);
            return;
        }

        foreach (var account in configured.Names)
        {
            try
            {
                await ReadAsync(account, cancellationToken);
            }
            catch (MetaException refused) when (refused.Outcome is MetaOutcome.Permission or MetaOutcome.NotFound)
            {
                await accounts.DenyAsync(account, refused.Error, cancellationToken); // this one's days fail; the others' go on
            }
        }
    }

    /// <summary>Reads one account and stores it.</summary>
    public async Task<AccountState> ReadAsync(string account, CancellationToken cancellationToken)
    {
        var call = MetaCall.Get($"/{account}", account, new Dictionary<string, string?> { ["fields"] = MetaAccount.Fields });
        using var answer = await meta.SendAsync(call, cancellationToken);
        var read = MetaAccount.Read(answer.RootElement);
        await accounts.StoreAsync([read], cancellationToken);
        return new AccountState(new AccountZone(read.TimeZone, read.UtcOffset), null);
    }

    private async Task<List<MetaAccount>> ListAsync(CancellationToken cancellationToken)
    {
        var found = new List<MetaAccount>();
        string? after = null;
        do
        {
            var call = MetaCall.Get("/me/adaccounts", null, new Dictionary<string, string?>
            {
                ["fields"] = MetaAccount.Fields,
                ["limit"] = $"{PageSize}",
                ["after"] = after,
            });
            using var page = await meta.SendAsync(call, cancellationToken);
            found.AddRange(page.RootElement.GetProperty("data").EnumerateArray().Select(MetaAccount.Read));
            var next = MetaPaging.After(page.RootElement);
            if (next is not null && next == after)
                throw MetaException.Transport("Meta's next page is the page itself");
            after = next;
        }
        while (after is not null);

        return found;
    }
}
