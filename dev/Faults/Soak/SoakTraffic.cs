using System.Globalization;
using MetaSync.Faults.History;
using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.Soak;

/// <summary>A client that never lets the queue run dry, whatever fails meanwhile.</summary>
internal sealed class SoakTraffic(FaultRig rig, IReadOnlyList<string> accounts, Random random)
{
    /// <summary>Enough for a case to choose from, few enough to end soon.</summary>
    private const long Backlog = 12;

    /// <summary>The days that no case asks for, so that one day stands in the queue once and means one day.</summary>
    private static readonly DateOnly First = new(2025, 7, 1);
    private const int Calendar = 420;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(150);

    private int _next = random.Next(Calendar);

    /// <summary>Asks until it is told to stop; a request that is under way then is waited for.</summary>
    public async Task RunAsync(CancellationToken stop, CancellationToken cancellationToken)
    {
        RangeRequest? unanswered = null;
        while (!stop.IsCancellationRequested)
        {
            if (await WaitingAsync(cancellationToken) >= Backlog)
            {
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
                continue;
            }

            var range = unanswered ?? Next();
            var answer = await rig.Client.EnqueueAsync(range, cancellationToken);
            // With its key a request may be sent again, and now and then is although its answer has come.
            unanswered = range.Key is not null && (answer.Known is Known.Unknown || random.Next(12) == 0) ? range : null;
            if (answer.Known is not Known.Done)
                await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    private RangeRequest Next()
    {
        var length = random.Next(1, 5);
        var first = First.AddDays(_next);
        _next = (_next + length) % (Calendar - 4);
        return new(first, first.AddDays(length - 1))
        {
            Accounts = random.Next(2) == 0 ? null : [accounts[random.Next(accounts.Count)]],
            Key = random.Next(3) == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"soak-{Guid.NewGuid():N}"),
        };
    }

    private async Task<long> WaitingAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await rig.Database.ScalarAsync<long>("SELECT count(*) FROM metasync.sync_days WHERE state = 'queued'", cancellationToken);
        }
        catch (NpgsqlException)
        {
            return 0; // the server can't be asked, so ask the API, as a client would
        }
    }
}
