namespace MetaSync.ApiService.Access;

/// <summary>The name under which what a route does is written down.</summary>
internal sealed record AuditedAction(string Action);

internal static class AuditedRoutes
{
    /// <summary>Has each request of a route written down, see <see cref="AuditFilter"/>.</summary>
    public static RouteHandlerBuilder Audited(this RouteHandlerBuilder route, string action) =>
        route.WithMetadata(new AuditedAction(action)).AddEndpointFilter<AuditFilter>();
}
