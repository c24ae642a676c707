using System.Reflection;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Processes;
using Aspire.Hosting.Terminal;
using Aspire.Hosting.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting;

internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly EntryPointRun? _test;

    /// <summary>When a test runs the AppHost, ports are free ones, and the terminal and its signals are left alone.</summary>
    public DistributedApplicationBuilder(string[] args, Assembly appHost, EntryPointRun? test)
    {
        _test = test;
        AppHostDirectory = appHost.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(a => a.Key == "apphostprojectpath")?.Value
            ?? AppContext.BaseDirectory;
        var profile = test is null ? null : LaunchProfile.Find(AppHostDirectory);
        _host = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            ApplicationName = appHost.GetName().Name,
            ContentRootPath = AppHostDirectory,
            EnvironmentName = profile?.Environment.GetValueOrDefault("DOTNET_ENVIRONMENT")
        });
        _host.Logging.ClearProviders();
        _host.Services.Configure<ConsoleLifetimeOptions>(options => options.SuppressStatusMessages = true);
        _host.Services.AddHttpClient();
        _host.Services.AddSingleton(new ResourceNotificationService());
        if (test is null) _host.Services.AddSingleton<ILoggerProvider, ResourceConsole>();
        else _host.Services.AddSingleton<IHostLifetime, TestLifetime>();
    }

    public ConfigurationManager Configuration => _host.Configuration;
    public string AppHostDirectory { get; }
    public IHostEnvironment Environment => _host.Environment;
    public IServiceCollection Services => _host.Services;
    public IResourceCollection Resources { get; } = new ResourceCollection();

    public IResourceBuilder<T> AddResource<T>(T resource) where T : IResource
    {
        if (Resources.Any(other => other.Name.Equals(resource.Name, StringComparison.OrdinalIgnoreCase)))
            throw new DistributedApplicationException($"There is already a resource named '{resource.Name}'.");
        Resources.Add(resource);
        return CreateResourceBuilder(resource);
    }

    public IResourceBuilder<T> CreateResourceBuilder<T>(T resource) where T : IResource => new ResourceBuilder<T>(this, resource);

    public DistributedApplication Build()
    {
        _test?.HoldUntilTheTestBuilds(this);
        var randomize = _test is not null || Configuration.GetValue<bool>("DcpPublisher:RandomizePorts"); // Aspire's own switch
        var application = new DistributedApplication(_host.Build(), Resources, randomize, _test);
        _test?.HasBuilt(application);
        return application;
    }
}
