using MetaSync.Worker.Accounts;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Refresh;
using MetaSync.Worker.Sync;
using Microsoft.Extensions.Options;
using Npgsql;
using Quartz;

namespace MetaSync.Worker.Connection;

/// <summary>At a worker's start and daily: asks what Meta says of the token, reads the accounts, and sees to their nightly refresh.</summary>
[DisallowConcurrentExecution]
internal sealed class ConnectionJob(
    MetaGateway meta, AccountReader accounts, RefreshSchedule refresh, NpgsqlDataSource database, TokenState token, TokenFingerprint fingerprint,
    IOptions<MetaOptions> options, ILogger<ConnectionJob> logger) : IJob
{
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1), AgainAtStart = TimeSpan.FromMinutes(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        context.ForgetDelay();
        try
        {
            if (await IsDueAsync(context.Trigger.Key.Name is ConnectionSchedule.AtStart ? AgainAtStart : Daily, cancellationToken))
            {
                await InspectTokenAsync(cancellationToken);
                await accounts.ReadAllAsync(cancellationToken);
                await LookedAsync(cancellationToken);
            }

            await refresh.EnsureAsync(context.Scheduler, cancellationToken);
        }
        catch (MetaWaitException waits)
        {
            logger.ConnectionWaits(waits.Wait, waits.Message);
            throw context.Again(waits.Wait);
        }
        catch (MetaException refused) when (refused.Outcome is MetaOutcome.Token)
        {
            throw context.Again((await token.ParkAsync(refused, cancellationToken)).Wait); // said in a batch, which itself is no error
        }
        catch (MetaException refused)
        {
            logger.ConnectionNotRead(refused.Error);
            throw context.Again(TimeSpan.FromMinutes(10));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.UpkeepFailed(ConnectionSchedule.JobName, exception);
            throw; // fired again by the scheduler's own policy
        }
    }

    /// <summary>Workers that are started one after the other, or again and again, ask once.</summary>
    private async Task<bool> IsDueAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            INSERT INTO metasync.tokens AS known (fingerprint) VALUES ($1)
            ON CONFLICT (fingerprint) DO UPDATE SET used_at = now()
            RETURNING coalesce(inspected_at < now() - $2, true)
            """);
        command.Parameters.Add(new() { Value = fingerprint.Value });
        command.Parameters.Add(new() { Value = every });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task InspectTokenAsync(CancellationToken cancellationToken)
    {
        TokenInspection? inspection = null;
        try
        {
            using var answer = await meta.SendAsync(TokenInspection.Call(options.Value), cancellationToken);
            inspection = TokenInspection.Read(answer.RootElement, options.Value.AccessToken);
        }
        catch (MetaException refused) when (refused.Outcome is MetaOutcome.Permission or MetaOutcome.Fail or MetaOutcome.NotFound)
        {
            logger.TokenNotInspected(refused.Error); // a token may well not be allowed to ask about itself, and work all the same
        }

        await using var command = database.CreateCommand("""
            UPDATE metasync.tokens SET checks = 0, expires_at = $2, data_access_expires_at = $3, scopes = $4 WHERE fingerprint = $1
            """);
        command.Parameters.Add(new() { Value = fingerprint.Value });
        command.Parameters.Add(new() { Value = (object?)inspection?.ExpiresAt ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = (object?)inspection?.DataAccessExpiresAt ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new() { Value = inspection?.Scopes.ToArray() ?? [] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Only now: what had to wait or failed half-way is due again.</summary>
    private async Task LookedAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("UPDATE metasync.tokens SET inspected_at = now() WHERE fingerprint = $1");
        command.Parameters.Add(new() { Value = fingerprint.Value });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
