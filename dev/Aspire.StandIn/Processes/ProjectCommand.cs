using System.Diagnostics;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Processes;

internal static class ProjectCommand
{
    /// <summary>The dotnet that runs the AppHost: the PATH may have another, or none.</summary>
    private static readonly string Dotnet =
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));

    public static ProcessStartInfo For(ProjectResource project, IReadOnlyDictionary<string, string?> variables)
    {
        var built = project.Annotations.OfType<IBuiltProject>().FirstOrDefault()
            ?? throw new DistributedApplicationException($"'{project.Name}' is not a project that this AppHost references.");
        if (!File.Exists(built.TargetPath))
            throw new DistributedApplicationException($"'{project.Name}' is not built: {built.TargetPath} does not exist.");
        var start = built.TargetPath.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? Detached.Command(Dotnet, built.TargetPath)
            : Detached.Command(built.TargetPath);
        start.WorkingDirectory = Path.GetDirectoryName(built.ProjectPath);
        foreach (var name in ProjectEnvironment.OfTheAppHost) start.Environment.Remove(name);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return start;
    }
}
