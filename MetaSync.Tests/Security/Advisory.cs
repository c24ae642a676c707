namespace MetaSync.Tests.Security;

/// <summary>A published hole of a package. Where a registry serves advisories, <c>dotnet list package --vulnerable</c> in <c>.ci/run</c> knows more of them.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Package">The package.</param>
/// <param name="From">The first version that has it.</param>
/// <param name="FixedIn">The first one after that which does not.</param>
internal sealed record Advisory(string Id, string Package, string From, string FixedIn)
{
    /// <summary>Of packages that we use, and of those that others like to bring along.</summary>
    public static IReadOnlyList<Advisory> Known { get; } =
    [
        new("CVE-2024-32655", "Npgsql", "8.0.0", "8.0.3"),
        new("CVE-2024-32655", "Npgsql", "4.0.0", "4.0.14"),
        new("CVE-2024-32655", "Npgsql", "7.0.0", "7.0.7"),
        new("CVE-2024-43485", "System.Text.Json", "8.0.0", "8.0.5"),
        new("CVE-2024-43485", "System.Text.Json", "6.0.0", "6.0.10"),
        new("CVE-2024-43483", "Microsoft.Extensions.Caching.Memory", "8.0.0", "8.0.1"),
        new("CVE-2024-38095", "System.Formats.Asn1", "5.0.0", "6.0.1"),
        new("CVE-2024-38095", "System.Formats.Asn1", "7.0.0", "8.0.1"),
        new("CVE-2019-0820", "System.Text.RegularExpressions", "4.3.0", "4.3.1"),
        new("CVE-2018-8292", "System.Net.Http", "4.0.0", "4.3.4"),
        new("CVE-2024-21907", "Newtonsoft.Json", "0.0.0", "13.0.1"),
        new("CVE-2025-27513", "OpenTelemetry.Api", "1.10.0", "1.11.2"),
        new("CVE-2024-32028", "OpenTelemetry.Instrumentation.AspNetCore", "0.0.0", "1.8.1"),
        new("CVE-2024-32028", "OpenTelemetry.Instrumentation.Http", "0.0.0", "1.8.1"),
        new("CVE-2021-22570", "Google.Protobuf", "0.0.0", "3.15.0"),
        new("CVE-2024-48924", "MessagePack", "0.0.0", "2.5.187"),
    ];

    public bool IsAbout(string package, string version) =>
        package.Equals(Package, StringComparison.OrdinalIgnoreCase) && Number(version) >= Number(From) && Number(version) < Number(FixedIn);

    /// <summary>A preview counts as the version that it is a preview of.</summary>
    private static Version Number(string version) => Version.Parse(version.Split('-', '+')[0]);
}
