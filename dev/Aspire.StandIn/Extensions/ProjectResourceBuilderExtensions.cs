using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, [ResourceName] string name)
        where TProject : IProjectMetadata, new()
    {
        var project = new TProject();
        var added = builder.AddResource(new ProjectResource(name)).Annotated(project);
        if (LaunchProfile.Find(Path.GetDirectoryName(project.ProjectPath)!) is not { } profile) return added;
        added.Annotated(profile);
        foreach (var url in profile.Urls) added.Annotated(new Endpoint(url.Scheme, url.Scheme, url.Port));
        return added;
    }

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas) =>
        builder.Annotated(new Replicas(replicas));
}
