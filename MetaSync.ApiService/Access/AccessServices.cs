using MetaSync.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;

namespace MetaSync.ApiService.Access;

/// <summary>Who may reach the API: what it takes to decide it, and the order in which a request is looked at.</summary>
internal static class AccessServices
{
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var options = AccessOptions.Read(builder.Configuration, builder.Environment); // now, so that a start that nobody has thought about ends here
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ApiKeys>();
        builder.Services.AddSingleton<AuditLog>();
        builder.Services.AddSingleton<AuditRecords>();
        builder.AddRequestLimits(options);

        if (options.Mode is AccessMode.Keys)
            builder.Services.AddKeys();
        else
            builder.Services.AddAuthentication(Schemes.Open).AddScheme<AuthenticationSchemeOptions, OpenDoors>(Schemes.Open, null);

        builder.Services.AddSingleton<Tries>();
        builder.Services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        builder.Services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusals>();
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(AccessPolicies.Read, policy => policy.AddRequirements(new ScopeRequirement(AccessScope.Read)))
            .AddPolicy(AccessPolicies.Write, policy => policy.AddRequirements(new ScopeRequirement(AccessScope.Write)))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new ScopeRequirement(null)).Build()); // also for what nobody listed
    }

    private static void AddKeys(this IServiceCollection services)
    {
        services.AddAuthentication(Schemes.Either)
            .AddPolicyScheme(Schemes.Either, null, either => either.ForwardDefaultSelector =
                context => context.Request.Headers.Authorization.Count > 0 ? Schemes.Bearer : Schemes.Session)
            .AddScheme<AuthenticationSchemeOptions, BearerKeys>(Schemes.Bearer, null)
            .AddSessions();
        services.AddSingleton<Antiforgery>();
        services.AddSingleton<KeyWatch>();
        services.AddHostedService<FirstKeyNotice>();
    }

    public static void UseAccess(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<AccessOptions>();
        app.Use(SecurityHeaders.SetAsync);
        app.Use(ClearFraming.RequireAsync);
        app.UseTrustedProxies(options);
        if (!app.Environment.IsDevelopment())
            app.UseHsts(); // to who came by https
        app.Use(new KnownHosts(options).RefuseOthersAsync);
        app.Use(CrossSiteRequests.RefuseAsync);
        app.UsePathBase(options.PathBase);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter(); // by key, so it has to know whose the request is
        app.UseAuthorization();
        if (options.Mode is not AccessMode.Keys)
            return;
        app.Use(app.Services.GetRequiredService<Antiforgery>().RequireAsync);
        app.Use(app.Services.GetRequiredService<KeyWatch>().WatchAsync);
    }

    /// <summary>Opens what lies under a path of the static assets to everybody.</summary>
    public static void AllowAnonymousUnder(this IEndpointConventionBuilder assets, string folder) => assets.Add(asset =>
    {
        if (asset is not RouteEndpointBuilder { RoutePattern.RawText: { } path } || !path.TrimStart('/').StartsWith(folder, StringComparison.Ordinal))
            return;
        asset.Metadata.Add(new AllowAnonymousAttribute());
        asset.Metadata.Add(new Microsoft.AspNetCore.RateLimiting.DisableRateLimitingAttribute());
    });

    private static void UseTrustedProxies(this WebApplication app, AccessOptions options)
    {
        if (options.TrustedProxies.Count == 0)
            return; // anybody could write these headers
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var network in options.TrustedProxies)
            forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }
}
