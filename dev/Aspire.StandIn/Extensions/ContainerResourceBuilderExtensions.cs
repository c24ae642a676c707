using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static class ContainerResourceBuilderExtensions
{
    /// <summary>Changes nothing: the installed programs have the version that they have.</summary>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag) where T : ContainerResource
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return builder;
    }
}
