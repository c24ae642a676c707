namespace MetaSync.ApiService.Access;

/// <summary>The names of the authorization policies. A route that names none falls under the one of its method: GET reads, all others write.</summary>
internal static class AccessPolicies
{
    public const string Read = "Access.Read";
    public const string Write = "Access.Write";
}
