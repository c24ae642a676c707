using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MetaSimulator.Configuration;

// Lays the properties of a JSON object over options; strict, so that a misspelt name is not a silent default.
internal static class OptionsOverlay
{
    public static SimulatorOptions Apply(SimulatorOptions options, JsonObject changes)
    {
        var merged = JsonSerializer.SerializeToNode(options, StrictJson.Options)!.AsObject();
        foreach (var (name, value) in changes)
            merged[name] = value?.DeepClone();

        var result = merged.Deserialize<SimulatorOptions>(StrictJson.Options)!;
        return Problem(result) is { } problem ? throw new JsonException(problem) : result;
    }

    public static string? Problem(SimulatorOptions options)
    {
        var results = new List<ValidationResult>();
        foreach (var part in (object[])[options, options.Async, options.Latency, options.Quota, .. options.Accounts])
            Validator.TryValidateObject(part, new(part), results, validateAllProperties: true);

        if (options.Accounts.FirstOrDefault(account => !TimeZoneInfo.TryFindSystemTimeZoneById(account.TimeZone, out _)) is { } lost)
            results.Add(new($"The time zone {lost.TimeZone} of account {lost.Id} is unknown."));
        if (options.Accounts.DistinctBy(account => account.Id).Count() != options.Accounts.Count)
            results.Add(new("Two accounts have the same id."));
        return results.Count == 0 ? null : string.Join(' ', results);
    }
}
