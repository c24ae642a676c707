using System.Threading.Channels;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MetaSync.Tests.StandIn;

/// <summary>An application whose projects are shell scripts: they start at once, and say what a test wants to know.</summary>
internal sealed class ScriptedApplication : IAsyncDisposable, ILoggerProvider
{
    private readonly TemporaryFolder _folder = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly EntryPointRun _run = new(typeof(ScriptedApplication).Assembly);
    private DistributedApplication? _application;

    public ScriptedApplication(params string[] arguments)
    {
        _ = _run.BuildAsync(); // nothing to change between the entry point and Build(): this test is both
        Builder = new DistributedApplicationBuilder(arguments, _run.AppHost, _run);
        Builder.Services.AddLogging(logging => logging.AddProvider(this));
    }

    public IDistributedApplicationBuilder Builder { get; }
    public ResourceNotificationService Notifications => Application.ResourceNotifications;
    public DistributedApplication Application => _application ??= Builder.Build();

    public IResourceBuilder<ProjectResource> AddScript(string name, string script)
    {
        var target = _folder.Write($"{name}/run.sh", $"#!/bin/sh\n{script}\n");
        var project = Builder.AddResource(new ProjectResource(name));
        project.Resource.Annotations.Add(new Script(Path.ChangeExtension(target, "csproj"), target));
        return project;
    }

    public Task StartAsync() => Application.StartAsync(TestContext.Current.CancellationToken);

    /// <summary>What was logged, as `resource: line`, up to the one that is waited for.</summary>
    public async Task<IReadOnlyList<string>> LinesUntilAsync(string last)
    {
        var lines = new List<string>();
        await foreach (var line in _lines.Reader.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            lines.Add(line);
            if (line.Contains(last, StringComparison.Ordinal)) break;
        }
        return lines;
    }

    public ILogger CreateLogger(string categoryName) => new Lines(categoryName[(categoryName.LastIndexOf('.') + 1)..], _lines.Writer);

    public void Dispose()
    {
    }

    public async ValueTask DisposeAsync()
    {
        if (_application is not null) await _application.DisposeAsync();
        _folder.Dispose();
    }

    private sealed record Script(string ProjectPath, string TargetPath) : IBuiltProject;

    private sealed class Lines(string name, ChannelWriter<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.TryWrite($"{name}: {formatter(state, exception)}");
    }
}
