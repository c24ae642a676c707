using System.Globalization;
using MetaSync.Faults.Rig;
using Npgsql;

namespace MetaSync.Faults.Sweep;

/// <summary>Compares a lane's rows with what is true at Meta.</summary>
internal static class LaneTruth
{
    private const string Account = "act_1";

    /// <summary>What is stored and not true, and what is true and not stored.</summary>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(FaultRig rig, RangeRequest range, CancellationToken cancellationToken)
    {
        var truth = (await rig.Meta.TruthAsync(Account, range.Start, range.End, cancellationToken))
            .Select(row => string.Create(CultureInfo.InvariantCulture,
                $"{row["date_start"]} {row["ad_id"]} {row["impressions"]} {row["clicks"] ?? "0"} {decimal.Parse($"{row["spend"]}", CultureInfo.InvariantCulture):0.00}"))
            .ToHashSet();

        await using var command = rig.Database.CreateCommand("""
            SELECT day || ' ' || ad_id || ' ' || impressions || ' ' || clicks || ' ' || round(spend, 2)
            FROM metasync.insights WHERE account = $1 AND report = 'ad' AND day BETWEEN $2 AND $3
            """);
        command.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = Account }, new() { Value = range.Start }, new() { Value = range.End } });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var stored = new HashSet<string>();
        while (await row.ReadAsync(cancellationToken))
            stored.Add(row.GetString(0));
        return [.. stored.Except(truth).Select(extra => $"Stored and not true: {extra}"), .. truth.Except(stored).Select(lost => $"True and not stored: {lost}")];
    }
}
