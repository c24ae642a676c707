using System.Text.Json.Serialization;

namespace MetaSimulator.Tokens;

[JsonConverter(typeof(JsonStringEnumConverter<TokenState>))]
internal enum TokenState
{
    [JsonStringEnumMemberName("valid")]
    Valid,

    [JsonStringEnumMemberName("expired")]
    Expired,

    [JsonStringEnumMemberName("password_changed")]
    PasswordChanged,

    [JsonStringEnumMemberName("app_removed")]
    AppRemoved,

    [JsonStringEnumMemberName("checkpoint")]
    Checkpoint,

    [JsonStringEnumMemberName("session_invalid")]
    SessionInvalid,

    [JsonStringEnumMemberName("revoked")]
    Revoked,
}
