using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }
}

/// <summary>What AppHost.targets writes: real Aspire starts a project from its csproj, the stand-in starts its built output.</summary>
public interface IBuiltProject : IProjectMetadata
{
    string TargetPath { get; }
}
