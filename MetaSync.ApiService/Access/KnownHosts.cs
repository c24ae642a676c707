using MetaSync.ApiService.Problems;

namespace MetaSync.ApiService.Access;

/// <summary>Where everybody may do everything, a name that another site can point at this machine gets no answer (DNS rebinding).</summary>
internal sealed class KnownHosts(AccessOptions options)
{
    public Task RefuseOthersAsync(HttpContext context, RequestDelegate next)
    {
        var host = context.Request.Host.Host;
        return options.Hosts is null || HostString.MatchesAny(host, options.Hosts)
            ? next(context)
            : ProblemType.InvalidRequest.Because(
                $"The request is for the host '{(host.Length <= 60 ? host : host[..60] + "…")}', and this API answers at localhost only, because Access:Mode is Open. "
                + "To have it answer elsewhere set AllowedHosts, or better Access:Mode to Keys.").ExecuteAsync(context);
    }
}
