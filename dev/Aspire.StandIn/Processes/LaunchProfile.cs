using System.Text.Json;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Processes;

internal sealed record LaunchProfile(string Name, IReadOnlyList<Uri> Urls, IReadOnlyDictionary<string, string> Environment)
    : IResourceAnnotation
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The profile that the AppHost itself was started with, else the first that runs a project: Aspire's choice.</summary>
    public static LaunchProfile? Find(string projectDirectory)
    {
        var file = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        if (!File.Exists(file)) return null;
        using var settings = JsonDocument.Parse(File.ReadAllText(file), Lenient);
        var profiles = settings.RootElement.GetProperty("profiles").EnumerateObject()
            .Where(profile => profile.Value.GetProperty("commandName").GetString() == "Project").ToList();
        var own = System.Environment.GetEnvironmentVariable("DOTNET_LAUNCH_PROFILE");
        return profiles.OrderByDescending(profile => profile.NameEquals(own)).Select(Read).FirstOrDefault();
    }

    private static LaunchProfile Read(JsonProperty profile)
    {
        var urls = profile.Value.TryGetProperty("applicationUrl", out var url) ? url.GetString()! : "";
        var environment = profile.Value.TryGetProperty("environmentVariables", out var variables) ? variables.EnumerateObject() : default;
        return new(
            profile.Name,
            [.. urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(each => new Uri(each))],
            environment.ToDictionary(variable => variable.Name, variable => variable.Value.GetString()!));
    }
}
