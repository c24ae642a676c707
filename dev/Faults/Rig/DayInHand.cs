using System.Globalization;
using Npgsql;

namespace MetaSync.Faults.Rig;

/// <summary>A day that a worker has in hand.</summary>
internal sealed record DayInHand(long DayId, string Account, DateOnly Day, Guid Token, RigProcess Worker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Makes one of the next days last, and waits until a worker is in the middle of it.</summary>
    /// <param name="rig">The rig, with days that wait.</param>
    /// <param name="duration">How long Meta takes for one of the day's calls, once.</param>
    /// <param name="cancellationToken">The case's.</param>
    /// <param name="page">Which call: the first page, or a later one, when rows are staged already.</param>
    /// <param name="times">How many of the day's calls are so.</param>
    /// <exception cref="TimeoutException">No worker came to it.</exception>
    public static async Task<DayInHand> TakeAsync(FaultRig rig, TimeSpan duration, CancellationToken cancellationToken, int page = 1, int times = 1)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            if (await NextAsync(rig, cancellationToken) is not var (id, account, day))
                throw new TimeoutException("No day waits that a worker could come to.");
            var rule = await rig.Meta.FailAsync(new { action = "slow", account, day = $"{day:yyyy-MM-dd}", nth = page, times, duration = duration.ToString("c", CultureInfo.InvariantCulture) }, cancellationToken);
            await Until.TrueAsync(async () => await rig.Meta.FiredAsync(rule, cancellationToken) > 0 || await HasEndedAsync(rig, id, cancellationToken), Patience, cancellationToken);
            if (await OfAsync(rig, id, cancellationToken) is { } inHand)
                return inHand;
        }

        throw new TimeoutException("No worker was found in the middle of a day.");
    }

    /// <summary>The day, if a worker has it in hand now.</summary>
    public static async Task<DayInHand?> OfAsync(FaultRig rig, long dayId, CancellationToken cancellationToken)
    {
        await using var command = rig.Looks.CreateCommand("SELECT account, day, run_token, worker FROM metasync.sync_days WHERE id = $1 AND run_token IS NOT NULL");
        command.Parameters.Add(new() { Value = dayId });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        var process = row.GetString(3).Split(':')[^1];
        return rig.Workers.FirstOrDefault(worker => worker.IsAlive && worker.Id.ToString(CultureInfo.InvariantCulture) == process) is { } worker
            ? new(dayId, row.GetString(0), row.GetFieldValue<DateOnly>(1), row.GetGuid(2), worker)
            : null;
    }

    /// <summary>Somebody else has the day, or nobody any more.</summary>
    public async Task<bool> IsTakenAsync(FaultRig rig, CancellationToken cancellationToken) =>
        await rig.Looks.ScalarAsync<Guid?>(string.Create(CultureInfo.InvariantCulture, $"SELECT run_token FROM metasync.sync_days WHERE id = {DayId}"), cancellationToken) != Token;

    /// <summary>The day has ended.</summary>
    public Task<bool> HasEndedAsync(FaultRig rig, CancellationToken cancellationToken) => HasEndedAsync(rig, DayId, cancellationToken);

    /// <summary>The worker has logged that it lost the day, or that the database failed it.</summary>
    public bool IsGivenUp =>
        Worker.Output.Any(line => line.Contains(string.Create(CultureInfo.InvariantCulture, $"{Account} {Day:yyyy-MM-dd}: the day was cancelled, or another"), StringComparison.Ordinal)
            || line.Contains(string.Create(CultureInfo.InvariantCulture, $"Day {DayId}: the database failed"), StringComparison.Ordinal));

    private static async Task<bool> HasEndedAsync(FaultRig rig, long dayId, CancellationToken cancellationToken) =>
        await rig.Looks.ScalarAsync<bool>(
            string.Create(CultureInfo.InvariantCulture, $"SELECT state IN ('succeeded', 'failed', 'cancelled') FROM metasync.sync_days WHERE id = {dayId}"), cancellationToken);

    /// <summary>Not the very next one: it may be claimed before Meta knows that it is to be slow.</summary>
    private static async Task<(long, string, DateOnly)?> NextAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        await using var command = rig.Database.CreateCommand(
            "SELECT id, account, day FROM (SELECT id, account, day, place FROM metasync.sync_days WHERE state = 'queued' ORDER BY priority = 'high' DESC, place LIMIT 3) AS next ORDER BY place DESC LIMIT 1");
        try
        {
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken) ? (row.GetInt64(0), row.GetString(1), row.GetFieldValue<DateOnly>(2)) : null;
        }
        catch (NpgsqlException exception) when (exception.IsTransient)
        {
            return null;
        }
    }
}
