using System.Text.Json;
using System.Text.Json.Serialization;

namespace MetaSimulator.Configuration;

internal static class StrictJson
{
    // A misspelt name must not be a silent default.
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
    };
}
