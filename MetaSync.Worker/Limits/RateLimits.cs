using MetaSync.Sync;
using MetaSync.Worker.Meta;
using MetaSync.Worker.Sync;
using Npgsql;
using NpgsqlTypes;

namespace MetaSync.Worker.Limits;

/// <summary>
/// The ledger of Meta's meters, shared by all workers: what one has read, all heed. Times are the database's, so that workers whose
/// clocks differ agree.
/// </summary>
internal sealed class RateLimits(NpgsqlDataSource database)
{
    private const string App = "app", Account = "account";

    /// <summary>Lets a call through, or says for how long it has to wait.</summary>
    /// <returns>What is known of the meters.</returns>
    /// <exception cref="MetaWaitException">A meter is full, or nearly so.</exception>
    public async Task<KnownMeters> PassAsync(MetaCall call, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT now(), meter, percent, tier, read_at, empty_at, blocked_until, error_code, error_subcode, error_message, refusals
            FROM metasync.rate_limits WHERE scope = 'app' OR subject = $1
            """);
        command.Parameters.Add(new() { Value = (object?)call.Account ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

        var longest = HeldBack(null, TimeSpan.Zero, null);
        List<MeterState> known = [];
        var now = default(DateTimeOffset);
        await using (var row = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                now = row.GetFieldValue<DateTimeOffset>(0);
                var meter = new MeterState(
                    row.GetString(1), row.GetDouble(2), Enum.Parse<MetaTier>(row.GetString(3), ignoreCase: true),
                    row.GetFieldValue<DateTimeOffset>(4), row.Instant(5), row.Instant(6), row.GetInt32(10));
                known.Add(meter);
                var wait = Pace.Wait(meter, call.Points, now);
                if (wait > longest.Wait)
                    longest = HeldBack(meter.Meter, wait, meter.BlockedUntil > now ? Error(row) : null);
            }
        }

        if (longest.Wait > TimeSpan.Zero)
            throw longest;
        foreach (var meter in known.Where(meter => IsOfApp(meter.Meter) && Pace.IsSpreadOut(meter)))
            await TakeTurnAsync(meter, cancellationToken);
        return new KnownMeters(now, known);
    }

    /// <summary>All accounts share the app's meters: where calls are spread out, of those that have waited for the same moment one goes.</summary>
    private async Task TakeTurnAsync(MeterState meter, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            UPDATE metasync.rate_limits SET read_at = now() WHERE scope = 'app' AND subject = '' AND meter = $1 AND read_at = $2
            """);
        command.Parameters.Add(new() { Value = meter.Meter });
        command.Parameters.Add(new() { Value = meter.ReadAt });
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            throw HeldBack(meter.Meter, TimeSpan.FromMilliseconds(250), null);
    }

    private static MetaWaitException HeldBack(string? meter, TimeSpan wait, MetaError? error) =>
        new(WaitingReason.RateLimit, meter, wait, error) { IsHeldBack = true };

    /// <summary>Writes down what an answer says of the meters and was not known before it; one that was no refusal ends the count of refusals in a row.</summary>
    /// <remarks>Whoever locks several rows locks them by scope, subject and meter: nobody waits for somebody who waits for him.</remarks>
    public async Task RecordAsync(string? account, MetaUsage usage, KnownMeters known, bool isRefusal, CancellationToken cancellationToken)
    {
        if (known.HaveRefused && !isRefusal)
            await EndRefusalsAsync(account, cancellationToken);
        MeterReading[] readings =
        [
            .. usage.Readings
                .Where(reading => (account is not null || IsOfApp(reading.Meter)) && !known.Cover(reading, usage.Tier))
                .OrderBy(reading => IsOfApp(reading.Meter)).ThenBy(reading => reading.Meter, StringComparer.Ordinal),
        ];
        if (readings.Length == 0)
            return;

        await using var command = database.CreateCommand("""
            INSERT INTO metasync.rate_limits AS known (scope, subject, meter, percent, tier, read_at, empty_at, blocked_until)
            SELECT scope, subject, meter, percent, $5, now(), now() + empty_in, now() + regain_in
            FROM unnest($1, $2, $3, $4, $6, $7) AS reading (scope, subject, meter, percent, empty_in, regain_in)
            ON CONFLICT (scope, subject, meter) DO UPDATE
            SET percent = excluded.percent, tier = excluded.tier, read_at = excluded.read_at, empty_at = excluded.empty_at,
                blocked_until = greatest(excluded.blocked_until, known.blocked_until),
                refusals = CASE WHEN $8 THEN known.refusals ELSE 0 END,
                error_code = CASE WHEN $8 OR known.blocked_until > now() THEN known.error_code END,
                error_subcode = CASE WHEN $8 OR known.blocked_until > now() THEN known.error_subcode END,
                error_message = CASE WHEN $8 OR known.blocked_until > now() THEN known.error_message END
            """);
        command.Parameters.Add(new() { Value = readings.Select(reading => IsOfApp(reading.Meter) ? App : Account).ToArray() });
        command.Parameters.Add(new() { Value = readings.Select(reading => IsOfApp(reading.Meter) ? "" : account!).ToArray() });
        command.Parameters.Add(new() { Value = readings.Select(reading => reading.Meter).ToArray() });
        command.Parameters.Add(new() { Value = readings.Select(reading => reading.Percent).ToArray() });
        command.Parameters.Add(new() { Value = Name(usage.Tier) });
        command.Parameters.Add(new() { Value = readings.Select(reading => reading.EmptyIn).ToArray() });
        command.Parameters.Add(new() { Value = readings.Select(reading => reading.RegainIn).ToArray() });
        command.Parameters.Add(new() { Value = isRefusal });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Also of meters that the answer does not name.</summary>
    private async Task EndRefusalsAsync(string? account, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            WITH ended AS (
              SELECT scope, subject, meter FROM metasync.rate_limits
              WHERE refusals > 0 AND blocked_until <= now() AND (scope = 'app' OR subject = $1)
              ORDER BY scope, subject, meter FOR UPDATE
            )
            UPDATE metasync.rate_limits AS known SET refusals = 0
            FROM ended WHERE (known.scope, known.subject, known.meter) = (ended.scope, ended.subject, ended.meter)
            """);
        command.Parameters.Add(new() { Value = (object?)account ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Closes the way for everybody whom the limit concerns, and says for how long.</summary>
    public async Task<MetaWaitException> BlockAsync(string? account, MetaException refused, MetaUsage usage, CancellationToken cancellationToken)
    {
        var refusal = Refusal.Of(refused, usage);
        var isOfApp = refusal.IsOfApp || account is null;
        await using var command = database.CreateCommand("""
            INSERT INTO metasync.rate_limits AS known (scope, subject, meter, percent, tier, read_at, blocked_until, refusals, error_code, error_subcode, error_message)
            VALUES ($1, $2, $3, 100, $4, now(), now() + $5, 1, $6, $7, $8)
            ON CONFLICT (scope, subject, meter) DO UPDATE
            SET blocked_until = greatest(known.blocked_until, now() + CASE WHEN $9 THEN $5 ELSE least($10, $5 * power(2, least(known.refusals, 12))) END),
                refusals = known.refusals + 1, error_code = $6, error_subcode = $7, error_message = $8
            RETURNING blocked_until - now()
            """);
        command.Parameters.Add(new() { Value = isOfApp ? App : Account });
        command.Parameters.Add(new() { Value = isOfApp ? "" : account! });
        command.Parameters.Add(new() { Value = refusal.Meter });
        command.Parameters.Add(new() { Value = Name(usage.Tier) });
        command.Parameters.Add(new() { Value = refusal.Wait });
        command.Parameters.Add(new() { Value = (object?)refused.Error.Code ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = (object?)refused.Error.Subcode ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.Add(new() { Value = refused.Error.Message });
        command.Parameters.Add(new() { Value = refusal.IsTold });
        command.Parameters.Add(new() { Value = Refusal.Longest });
        var wait = (TimeSpan)(await command.ExecuteScalarAsync(cancellationToken))!;
        return new MetaWaitException(WaitingReason.RateLimit, refusal.Meter, wait, refused.Error);
    }

    private static bool IsOfApp(string meter) => meter is MetaUsage.App or MetaUsage.InsightsApp;

    private static string Name(MetaTier tier) => tier switch
    {
        MetaTier.Limited => "limited",
        MetaTier.Full => "full",
        _ => "unknown",
    };

    private static MetaError Error(NpgsqlDataReader row) => new(
        row.Number(7), row.Number(8), row.Text(9) ?? "Meta's rate limit is reached", null);
}
