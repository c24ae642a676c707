using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

public interface IResourceCollection : IList<IResource>;

internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection;

internal static class ResourceCollectionExtensions
{
    /// <summary>A test may have taken the resource, or its parent, out of the model.</summary>
    public static bool Runs(this IResourceCollection resources, IResource resource) =>
        resources.Contains(resource) && (resource is not IResourceWithParent child || resources.Contains(child.Parent));

    public static IResource Named(this IResourceCollection resources, string name) =>
        resources.FirstOrDefault(resource => resource.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw new ArgumentException($"Resource '{name}' not found.", nameof(name));
}
