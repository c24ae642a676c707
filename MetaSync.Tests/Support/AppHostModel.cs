namespace MetaSync.Tests.Support;

/// <summary>What tests change in the AppHost's model before it is built.</summary>
internal static class AppHostModel
{
    /// <summary>Leaves out all projects but these.</summary>
    public static IDistributedApplicationBuilder KeepProjects(this IDistributedApplicationBuilder builder, params string[] names)
    {
        foreach (var resource in builder.Resources.Where(resource => resource is ProjectResource && !names.Contains(resource.Name)).ToArray())
            builder.Resources.Remove(resource);
        return builder;
    }

    /// <summary>A test never touches the data of a developer's own runs.</summary>
    public static IDistributedApplicationBuilder WithoutVolumes(this IDistributedApplicationBuilder builder)
    {
        foreach (var resource in builder.Resources)
        {
            foreach (var mount in resource.Annotations.OfType<ContainerMountAnnotation>().ToArray())
                resource.Annotations.Remove(mount);
        }

        return builder;
    }

    public static IResourceBuilder<ProjectResource> Project(this IDistributedApplicationBuilder builder, string name) =>
        builder.CreateResourceBuilder(builder.Resources.OfType<ProjectResource>().Single(resource => resource.Name == name));
}
