using System.Globalization;
using MetaSync.Faults.History;

namespace MetaSync.Faults.Rig;

/// <summary>Compares the rows that are stored with those that the simulated Meta has.</summary>
internal static class StoredRows
{
    /// <summary>What differs on the days that have succeeded, and rows of days that have not.</summary>
    public static async Task<IReadOnlyList<Violation>> CompareAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        if (!rig.Simulator.IsAlive)
            return [];
        var differences = new List<Violation>();
        foreach (var (account, days) in await DaysAsync(rig, cancellationToken))
        {
            var truth = new Dictionary<string, string>();
            foreach (var row in await rig.Meta.TruthAsync(account, days.Min(), days.Max(), cancellationToken))
            {
                var day = row["date_start"]!.GetValue<string>();
                if (days.Contains(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)))
                    truth.Add($"{day} {row["ad_id"]!.GetValue<string>()}", $"{Number(row["impressions"])} {Number(row["clicks"])} {Number(row["spend"])}");
            }

            await using var command = rig.Database.CreateCommand(
                "SELECT to_char(day, 'YYYY-MM-DD'), ad_id, impressions, clicks, spend FROM metasync.insights WHERE account = $1 AND report = 'ad'");
            command.Parameters.Add(new() { Value = account });
            await using var stored = await command.ExecuteReaderAsync(cancellationToken);
            while (await stored.ReadAsync(cancellationToken))
            {
                var key = $"{stored.GetString(0)} {stored.GetString(1)}";
                var values = string.Create(CultureInfo.InvariantCulture, $"{(decimal)stored.GetInt64(2)} {(decimal)stored.GetInt64(3)} {stored.GetDecimal(4)}");
                if (!truth.Remove(key, out var expected) || expected != values)
                    differences.Add(new(Invariant.OneEffect, $"{account} {key}: {values} is stored, and {expected ?? "nothing"} is true"));
            }

            differences.AddRange(truth.Select(missing => new Violation(Invariant.NothingIsLost, $"{account} {missing.Key}: {missing.Value} is true, and nothing is stored")));
        }

        return differences;
    }

    private static async Task<Dictionary<string, HashSet<DateOnly>>> DaysAsync(FaultRig rig, CancellationToken cancellationToken)
    {
        await using var command = rig.Database.CreateCommand("""
            SELECT DISTINCT account, day + n FROM metasync.sync_days, generate_series(0, end_day - day) AS n WHERE state = 'succeeded'
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var days = new Dictionary<string, HashSet<DateOnly>>();
        while (await row.ReadAsync(cancellationToken))
        {
            if (!days.TryGetValue(row.GetString(0), out var of))
                days.Add(row.GetString(0), of = []);
            of.Add(row.GetFieldValue<DateOnly>(1));
        }

        return days;
    }

    private static string Number(System.Text.Json.Nodes.JsonNode? value) =>
        (value is null ? 0 : decimal.Parse(value.GetValue<string>(), CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);
}
