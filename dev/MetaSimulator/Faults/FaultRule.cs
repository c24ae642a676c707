using System.Text.Json;
using System.Text.Json.Serialization;
using MetaSimulator.Configuration;
using MetaSimulator.Data;
using MetaSimulator.Graph;
using MetaSimulator.Runs;

namespace MetaSimulator.Faults;

// Which calls fail, how often, and how. What is not given matches everything.
internal sealed record FaultRule
{
    public required string Action { get; init; }

    public string? Method { get; init; }

    // A part of the path, such as "/insights".
    public string? Path { get; init; }

    public string? Account { get; init; }

    public DateOnly? Day { get; init; }

    // Such as v25.0.
    public string? Version { get; init; }

    // Of the calls that concern runs. The faults of runs have a phase of their own.
    public RunPhase? Phase { get; init; }

    // The first of the matching calls that fails, from 1; alone it is the only one.
    public int? Nth { get; init; }

    // The share of the matching calls that fails; which ones follows from the seed.
    public double Probability { get; init; } = 1;

    public int? Times { get; init; }

    // Of throttle-17: reset_time_duration.
    public int ResetSeconds { get; init; } = 300;

    // Of throttle-80000: estimated_time_to_regain_access.
    public int RegainMinutes { get; init; } = 9;

    // Of slow and slow-body: the delay, one second if not given. Of hang: when the connection is dropped, never if not given.
    // Of clock-skew: how far Date is ahead, ten minutes if not given.
    public TimeSpan? Duration { get; init; }

    // Of run-stuck: where it stays. Of run-failed, run-too-large and run-skipped: where it ends.
    public int Percent { get; init; }

    public string Field { get; init; } = "spend";

    [JsonIgnore]
    public int? Limit => Times ?? (Nth is null ? null : 1);

    // Takes one rule or an array of them; nothing misspelt is accepted.
    public static FaultRule[] Parse(JsonElement json)
    {
        var rules = json.ValueKind == JsonValueKind.Array ? json.Deserialize<FaultRule[]>(StrictJson.Options)! : [json.Deserialize<FaultRule>(StrictJson.Options)!];
        var unknown = rules.FirstOrDefault(rule => rule?.Action is null || !FaultActions.Table.ContainsKey(rule.Action));
        if (unknown is not null || rules.Contains(null))
            throw new JsonException($"The action {unknown?.Action} is unknown; there are {string.Join(", ", FaultActions.Table.Keys.Order())}.");
        return rules.FirstOrDefault(rule => rule.Problem is not null) is { Problem: var problem } ? throw new JsonException(problem) : rules;
    }

    private string? Problem => (RunFaults.PhaseOf(Action), Percent) switch
    {
        _ when Version is not null && !ApiVersion.TryParse(Version, out var _) => "version must be like v25.0.",
        (_, < 0 or > 100) => "percent must be 0 to 100.",
        ({ } phase, _) when Phase is not null && Phase != phase => $"The phase of {Action} is {phase}.",
        _ => null,
    };

    public bool Matches(GraphCall call) =>
        (Method is null || Method.Equals(call.Method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || call.Path.Contains(Path, StringComparison.OrdinalIgnoreCase))
        && (Account is null || call.Account == AdAccount.Node(Account))
        && (Day is null || Day == call.Day)
        && (Version is null || Version == call.Version.ToString())
        && ((Phase ?? RunFaults.PhaseOf(Action)) is not { } phase || phase == call.Phase);
}
