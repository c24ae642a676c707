using System.Text.Json.Serialization;

namespace MetaSimulator.Runs;

// What a call does to a run.
[JsonConverter(typeof(JsonStringEnumConverter<RunPhase>))]
internal enum RunPhase
{
    [JsonStringEnumMemberName("submit")]
    Submit,

    [JsonStringEnumMemberName("poll")]
    Poll,

    [JsonStringEnumMemberName("read")]
    Read,
}
