using MetaSync.Sync;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Connection;

/// <summary>
/// Whether Meta accepts the token. One that it refuses is parked for all workers: nobody calls with it but for one cheap check now and
/// then, and everything goes on where it stopped when it works again. Another token begins with a clean slate.
/// </summary>
internal sealed class TokenState(NpgsqlDataSource database, TokenFingerprint fingerprint, ILogger<TokenState> logger)
{
    /// <summary>Between two checks: 1 min, 1.5 min, 2 min 15 s … and never more than 15 min.</summary>
    private const string UntilNextCheck = "least(interval '15 minutes', interval '1 minute' * power(1.5, least(known.checks, 12)))";

    /// <summary>Lets a call through when the token is not parked, or when this very moment's check shows that it works again.</summary>
    /// <exception cref="MetaWaitException">The token is parked.</exception>
    public async Task RequireAsync(Func<CancellationToken, Task> check, CancellationToken cancellationToken)
    {
        if (await FindParkedAsync(cancellationToken) is not { } parked)
            return;
        if (parked.Wait > TimeSpan.Zero || await TakeCheckAsync(cancellationToken) is not { } next)
            throw new MetaWaitException(WaitingReason.Token, null, parked.Wait > TimeSpan.FromSeconds(1) ? parked.Wait : TimeSpan.FromSeconds(1), parked.Error) { IsHeldBack = true };

        try
        {
            await check(cancellationToken);
        }
        catch (MetaException)
        {
            throw new MetaWaitException(WaitingReason.Token, null, next, parked.Error); // the check failed, not the day: no try of it is spent
        }

        await ReleaseAsync(cancellationToken);
    }

    /// <summary>Stops all calls with this token.</summary>
    public async Task<MetaWaitException> ParkAsync(MetaException refused, CancellationToken cancellationToken)
    {
        await using var command = Command($"""
            INSERT INTO metasync.tokens AS known (fingerprint, state, error_code, error_subcode, error_message, remedy, parked_at, check_at)
            VALUES ($1, 'parked', $2, $3, $4, $5, now(), now() + interval '1 minute')
            ON CONFLICT (fingerprint) DO UPDATE
            SET state = 'parked', error_code = $2, error_subcode = $3, error_message = $4, remedy = $5,
                parked_at = coalesce(known.parked_at, now()),
                check_at = greatest(known.check_at, now() + {UntilNextCheck})
            RETURNING check_at - now(), parked_at = now()
            """);
        command.Parameters.Add(new() { Value = (object?)refused.Error.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)refused.Error.Subcode ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = refused.Error.Message });
        command.Parameters.Add(new() { Value = refused.Rule.Remedy });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (row.GetBoolean(1))
            logger.TokenParked(refused.Error, refused.Rule.Remedy);
        return new MetaWaitException(WaitingReason.Token, null, row.GetTimeSpan(0), refused.Error);
    }

    private async Task<(TimeSpan Wait, MetaError Error)?> FindParkedAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("""
            SELECT check_at - now(), error_code, error_subcode, error_message, remedy FROM metasync.tokens WHERE fingerprint = $1 AND state = 'parked'
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (!await row.ReadAsync(cancellationToken))
            return null;
        var error = new MetaError(row.Number(1), row.Number(2), row.GetString(3), null);
        return (row.GetTimeSpan(0), error with { Remedy = row.Text(4) });
    }

    /// <summary>Only one caller gets each check. Returns how long it is to the next one, or null when another has got it.</summary>
    private async Task<TimeSpan?> TakeCheckAsync(CancellationToken cancellationToken)
    {
        await using var command = Command($"""
            UPDATE metasync.tokens AS known SET checks = checks + 1, check_at = now() + {UntilNextCheck}
            WHERE fingerprint = $1 AND state = 'parked' AND check_at <= now()
            RETURNING check_at - now()
            """);
        return (TimeSpan?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>The number of checks stays until Meta is next asked about the token: one that is refused again and again is asked ever more rarely.</summary>
    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        await using var command = Command("""
            UPDATE metasync.tokens
            SET state = 'valid', error_code = NULL, error_subcode = NULL, error_message = NULL, remedy = NULL, parked_at = NULL, check_at = NULL
            WHERE fingerprint = $1 AND state = 'parked'
            """);
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 1)
            logger.TokenWorksAgain();
    }

    private NpgsqlCommand Command(string sql)
    {
        var command = database.CreateCommand(sql);
        command.Parameters.Add(new() { Value = fingerprint.Value });
        return command;
    }
}
