namespace Aspire.Hosting.ApplicationModel;

public enum ContainerMountType
{
    BindMount,
    Volume
}

public sealed class ContainerMountAnnotation(string? source, string target, ContainerMountType type, bool isReadOnly) : IResourceAnnotation
{
    public string? Source => source;
    public string Target => target;
    public ContainerMountType Type => type;
    public bool IsReadOnly => isReadOnly;
}
