using System.Text.Json.Serialization;

namespace MetaSimulator.Configuration;

// Names for numbers of ads.
[JsonConverter(typeof(JsonStringEnumConverter<AccountSize>))]
internal enum AccountSize
{
    [JsonStringEnumMemberName("tiny")]
    Tiny = 5,

    [JsonStringEnumMemberName("normal")]
    Normal = 200,

    [JsonStringEnumMemberName("big")]
    Big = 5_000,

    [JsonStringEnumMemberName("monster")]
    Monster = 60_000,
}
