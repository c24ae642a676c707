using System.Globalization;

namespace MetaSync.Worker.Meta;

/// <summary>When a version of the Marketing API came, and went.</summary>
internal sealed record ApiVersion(string Name, DateOnly From, DateOnly? End);

/// <summary>The versions of the Marketing API. One lives for about a year; the Graph API's of the same name live longer.</summary>
/// <remarks>https://developers.facebook.com/docs/graph-api/changelog/versions</remarks>
internal static class ApiVersions
{
    private const int MonthsUntilWarning = 11;

    /// <summary>From old to new.</summary>
    public static IReadOnlyList<ApiVersion> Known { get; } =
    [
        new("v23.0", new(2025, 5, 29), new(2026, 6, 9)),
        new("v24.0", new(2025, 10, 8), new(2026, 10, 6)),
        new("v25.0", new(2026, 2, 18), null),
        new("v26.0", new(2026, 7, 29), null),
    ];

    /// <summary>What the operator is to be told of a version that has ended, or will end soon; else null.</summary>
    public static string? Warning(string version, DateOnly today)
    {
        var newest = Known.Last(known => known.From <= today || known == Known[0]).Name;
        var instead = $"Set Meta:ApiVersion to {(newest == version ? "a newer one" : newest)}.";
        if (Known.FirstOrDefault(known => known.Name == version) is not { } found)
            return Number(version) < Number(Known[0].Name) ? $"Meta has ended {version} of the Marketing API. {instead}" : null;
        if (found.End <= today)
            return $"Meta ended {version} of the Marketing API on {Text(found.End.Value)}. {instead}";
        if (today <= found.From.AddMonths(MonthsUntilWarning))
            return null;
        return found.End is { } end
            ? $"Meta ends {version} of the Marketing API on {Text(end)}. {instead}"
            : $"{version} of the Marketing API is of {Text(found.From)}, and Meta ends a version after about a year. {instead}";
    }

    /// <summary>Null for what is no version.</summary>
    private static decimal? Number(string version) =>
        version.StartsWith('v') && decimal.TryParse(version.AsSpan(1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
