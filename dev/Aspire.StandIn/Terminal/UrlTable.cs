using Aspire.Hosting.ApplicationModel;
using Spectre.Console;

namespace Aspire.Hosting.Terminal;

internal static class UrlTable
{
    /// <summary>Once everything that can become healthy is.</summary>
    public static async Task PrintWhenHealthyAsync(
        IResourceCollection resources, ResourceNotificationService notifications, CancellationToken cancellationToken)
    {
        var table = new Table { Border = TableBorder.Rounded }.AddColumns("resource", "state", "url");
        foreach (var resource in resources.Where(r => r is ProjectResource or PostgresServerResource))
        {
            var settled = await notifications.WaitForResourceAsync(
                resource.Name, e => e.IsOver || notifications.Replicas(resource.Name).All(replica => replica.IsHealthy), cancellationToken);
            var named = resource.Annotations.OfType<NamedUrl>().Select(url => url.Text).ToArray();
            var urls = named.Length > 0 ? string.Join('\n', named) : string.Join(' ', resource.Annotations.OfType<Endpoint>().Select(e => e.Url));
            var count = notifications.Replicas(resource.Name).Count;
            table.AddRow(
                new Text(count > 1 ? $"{resource.Name} x {count}" : resource.Name),
                new Text(settled.IsOver ? settled.Snapshot.State!.Text : "healthy"),
                new Text(urls));
        }
        lock (ResourceConsole.Screen) AnsiConsole.Write(new Rows(table, new Text("Press Ctrl+C to stop.")));
    }
}
