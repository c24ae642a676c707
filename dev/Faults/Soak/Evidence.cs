using System.Globalization;
using System.Text.Json;
using MetaSync.Faults.History;
using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Soak;

/// <summary>Keeps what is known of a broken promise: what broke, the recorded history, and the last words of everybody.</summary>
internal static class Evidence
{
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task KeepAsync(
        SoakOptions options, int lane, int window, IReadOnlyList<Strike> strikes, FaultRig rig, IReadOnlyList<Violation> violations, CancellationToken cancellationToken)
    {
        options.Say(string.Join('\n', violations.Take(20)));
        if (options.Evidence is not { } folder)
            return;
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, string.Create(CultureInfo.InvariantCulture, $"seed-{options.Seed}-rig-{lane + 1}-window-{window}"));
        await File.WriteAllLinesAsync(
            $"{file}.log",
            [
                .. strikes.Select(strike => string.Create(CultureInfo.InvariantCulture, $"{strike.From:HH:mm:ss.fff} to {strike.To:HH:mm:ss.fff}: {strike}")),
                .. violations.Select(violation => violation.ToString()),
                .. rig.Processes.SelectMany(process => process.Output.Prepend($"--- {process.Name}")),
                .. rig.Cluster.Output.Prepend("--- the server"),
            ],
            cancellationToken);
        var history = await HistoryReader.ReadAsync(rig, cancellationToken);
        await File.WriteAllTextAsync($"{file}.json", JsonSerializer.Serialize(history, Indented), cancellationToken);
    }
}
