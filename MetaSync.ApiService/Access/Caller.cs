using System.Globalization;
using System.Net;
using System.Security.Claims;
using MetaSync.Access;

namespace MetaSync.ApiService.Access;

/// <summary>Who makes a request.</summary>
internal static class Caller
{
    private const string ScopeClaim = "scope";

    /// <summary>The holder of a key.</summary>
    public static ClaimsPrincipal Of(ApiKey key, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, key.Id.ToString(CultureInfo.InvariantCulture)),
            new(ClaimTypes.Name, key.Name),
            .. key.Scopes.Select(scope => new Claim(ScopeClaim, scope)),
        ],
        scheme));

    /// <summary>Whoever comes through open doors; it has no name.</summary>
    public static ClaimsPrincipal Anyone(string scheme) => new(new ClaimsIdentity(
        AccessScope.WithIncluded(AccessScope.Write).Select(scope => new Claim(ScopeClaim, scope)), scheme));

    /// <summary>The name of the key, for tables; null where no key is needed.</summary>
    public static string? Name(HttpContext context) => context.User.Identity?.Name;

    /// <summary>The row of the key; null where no key is needed.</summary>
    public static long? KeyId(ClaimsPrincipal caller) =>
        caller.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? long.Parse(id, CultureInfo.InvariantCulture) : null;

    public static IEnumerable<string> Scopes(ClaimsPrincipal caller) => caller.FindAll(ScopeClaim).Select(claim => claim.Value);

    public static bool Has(ClaimsPrincipal caller, string scope) => caller.HasClaim(ScopeClaim, scope);

    /// <summary>Whether it may see what is not for everybody, for routes that answer everybody.</summary>
    public static bool MayRead(HttpContext context) => Has(context.User, AccessScope.Read);

    /// <summary>Where it calls from.</summary>
    public static string? Address(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        { IsIPv4MappedToIPv6: true } mapped => mapped.MapToIPv4().ToString(),
        var address => address?.ToString(),
    };

    /// <summary>Who is counted as one: an IPv4 address, or a network of IPv6, of which anybody has a whole one.</summary>
    public static string Neighbourhood(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "",
        { IsIPv4MappedToIPv6: false, AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } address =>
            new IPAddress([.. address.GetAddressBytes()[..8], .. new byte[8]]).ToString(),
        _ => Address(context)!,
    };
}
