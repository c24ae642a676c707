using System.Text.Json;
using System.Text.Json.Serialization;
using MetaSimulator.Graph;

namespace MetaSimulator.Faults;

/// <summary>Which calls fail, how often, and how. What is not given matches everything.</summary>
internal sealed record FaultRule
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public required string Action { get; init; }

    public string? Method { get; init; }

    /// <summary>A part of the path, such as "/insights".</summary>
    public string? Path { get; init; }

    /// <summary>With or without act_.</summary>
    public string? Account { get; init; }

    /// <summary>The first day that the call asks for.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The first of the matching calls that fails, from 1; alone it is the only one.</summary>
    public int? Nth { get; init; }

    /// <summary>The share of the matching calls that fails; which ones follows from the seed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>How many calls fail at most.</summary>
    public int? Times { get; init; }

    /// <summary>Of throttle-17: reset_time_duration.</summary>
    public int ResetSeconds { get; init; } = 300;

    /// <summary>Of throttle-80000: estimated_time_to_regain_access.</summary>
    public int RegainMinutes { get; init; } = 9;

    /// <summary>Of slow: the delay, one second if not given. Of hang: when the connection is dropped, never if not given.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Of invalidfield: the field that does not exist.</summary>
    public string Field { get; init; } = "spend";

    [JsonIgnore]
    public int? Limit => Times ?? (Nth is null ? null : 1);

    /// <summary>Takes one rule or an array of them; nothing misspelt is accepted.</summary>
    public static FaultRule[] Parse(JsonElement json)
    {
        var rules = json.ValueKind == JsonValueKind.Array ? json.Deserialize<FaultRule[]>(Strict)! : [json.Deserialize<FaultRule>(Strict)!];
        var unknown = rules.FirstOrDefault(rule => rule?.Action is null || !FaultActions.Table.ContainsKey(rule.Action));
        return unknown is null && !rules.Contains(null)
            ? rules
            : throw new JsonException($"The action {unknown?.Action} is unknown; there are {string.Join(", ", FaultActions.Table.Keys.Order())}.");
    }

    public bool Matches(GraphCall call) =>
        (Method is null || Method.Equals(call.Method, StringComparison.OrdinalIgnoreCase))
        && (Path is null || call.Path.Contains(Path, StringComparison.OrdinalIgnoreCase))
        && (Account is null || call.Account == (Account.StartsWith("act_", StringComparison.Ordinal) ? Account : "act_" + Account))
        && (Day is null || Day == call.Day);
}
