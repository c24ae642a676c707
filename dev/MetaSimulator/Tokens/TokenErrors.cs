using MetaSimulator.Graph;

namespace MetaSimulator.Tokens;

internal static class TokenErrors
{
    public static GraphError Missing { get; } = new(400, 104, "An access token is required to request this resource.");

    public static GraphError Unknown { get; } = new(400, 190, "Invalid OAuth access token - Cannot parse access token");

    public static GraphError ProofMissing { get; } = new(400, 100, "API calls from the server require an appsecret_proof argument");

    public static GraphError ProofWrong { get; } = new(400, 100, "Invalid appsecret_proof provided in the API argument");

    public static GraphError Expired { get; } = Invalid(463, "Session has expired on Saturday, 14-Mar-26 03:00:00 PDT.");

    public static GraphError PasswordChanged { get; } = Invalid(460,
        "The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.");

    // Null of a token that is valid.
    public static GraphError? Of(TokenState state) => state switch
    {
        TokenState.Expired => Expired,
        TokenState.PasswordChanged => PasswordChanged,
        TokenState.AppRemoved => Invalid(458, $"The user has not authorized application {DebugToken.AppId}."),
        TokenState.Checkpoint => Invalid(459, "You cannot access the app till you log in to www.facebook.com and follow the instructions given."),
        TokenState.SessionInvalid => Invalid(464, "Sessions for the user are not allowed because the user is not a confirmed user."),
        TokenState.Revoked => Invalid(467, "The session is invalid because the user logged out."),
        _ => null,
    };

    private static GraphError Invalid(int subcode, string why) => new(400, 190, "Error validating access token: " + why) { Subcode = subcode };
}
