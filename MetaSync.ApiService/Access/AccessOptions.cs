using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace MetaSync.ApiService.Access;

/// <summary>Who may reach the API, and how often: section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    private readonly IConfigurationSection _section;
    private readonly List<string> _complaints = [];

    private AccessOptions(IConfiguration configuration, IHostEnvironment environment)
    {
        _section = configuration.GetSection("Access");
        Mode = ReadMode(environment);
        RequestsPerMinute = ReadCount(nameof(RequestsPerMinute), 1200);
        TriesPerMinute = ReadCount(nameof(TriesPerMinute), 10);
        TrustedProxies = [.. List(nameof(TrustedProxies)).Select(ReadNetwork)];
        PathBase = ReadPathBase();
        if (Mode is AccessMode.Open && configuration["AllowedHosts"] is null or "")
            Hosts = Loopback;
    }

    /// <summary>Whom a page of another site could pose as by pointing its own name at this machine: only names that always mean this machine are safe from it.</summary>
    private static readonly StringSegment[] Loopback = ["localhost", "*.localhost", "127.0.0.1", "[::1]"];

    public AccessMode Mode { get; }

    /// <summary>Requests that a key, or an address without one, may make in a minute.</summary>
    public int RequestsPerMinute { get; }

    /// <summary>How often in a minute an address may sign in, or come with a key that is refused.</summary>
    public int TriesPerMinute { get; }

    /// <summary>The proxies whose word is taken for where a request came from.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; }

    /// <summary>The path under which a proxy shows the API; empty for the root.</summary>
    public PathString PathBase { get; }

    /// <summary>The only hosts that requests may name; null when the framework's <c>AllowedHosts</c> decides.</summary>
    public IList<StringSegment>? Hosts { get; }

    /// <exception cref="OptionsValidationException">Nobody has said who may reach the API, or a setting can't be read.</exception>
    public static AccessOptions Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = new AccessOptions(configuration, environment);
        return options._complaints.Count == 0 ? options : throw new OptionsValidationException("Access", typeof(AccessOptions), options._complaints);
    }

    private AccessMode ReadMode(IHostEnvironment environment)
    {
        var text = _section[nameof(Mode)];
        if (string.IsNullOrWhiteSpace(text))
        {
            if (!environment.IsDevelopment())
            {
                _complaints.Add("Access:Mode is not set, so nobody has said who may reach the API: set it (environment: Access__Mode) to Keys, "
                    + "and each request needs a key that `keys create` makes, or to Open, and whoever reaches the address may do everything.");
            }

            return AccessMode.Open;
        }

        if (Enum.TryParse<AccessMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode) && !char.IsAsciiDigit(text[0]))
            return mode;
        _complaints.Add($"Access:Mode is '{text}', and has to be Keys or Open.");
        return AccessMode.Keys;
    }

    private int ReadCount(string name, int otherwise)
    {
        var text = _section[name];
        if (string.IsNullOrWhiteSpace(text))
            return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0)
            return count;
        _complaints.Add($"Access:{name} is '{text}', and has to be a number above zero.");
        return otherwise;
    }

    private IPNetwork ReadNetwork(string text)
    {
        if (IPNetwork.TryParse(text, out var network))
            return network;
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        _complaints.Add($"Access:TrustedProxies names '{text}', and has to be a list of addresses or networks such as 10.0.0.7,10.1.0.0/16.");
        return default;
    }

    private PathString ReadPathBase()
    {
        var text = _section[nameof(PathBase)] ?? "";
        if (text is "" || (text.StartsWith('/') && !text.EndsWith('/')))
            return new PathString(text);
        _complaints.Add($"Access:PathBase is '{text}', and has to begin with a slash and not to end with one, for example /metasync.");
        return PathString.Empty;
    }

    private IEnumerable<string> List(string name)
    {
        var list = _section.GetSection(name);
        return list.GetChildren().Select(child => child.Value).Prepend(list.Value)
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
