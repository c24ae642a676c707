using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MetaSync.Tests.Support;

/// <summary>Everything that an application's processes print.</summary>
internal sealed class KeptLog : ILoggerProvider
{
    private readonly ConcurrentQueue<(string Category, string Line)> _lines = [];

    public string Text => string.Join('\n', _lines.Select(line => line.Line));

    /// <summary>The lines of one resource, such as <c>api</c>.</summary>
    public IReadOnlyList<string> Of(string resource) =>
        [.. _lines.Where(line => line.Category.EndsWith($".Resources.{resource}", StringComparison.Ordinal)).Select(line => line.Line)];

    public void TakeFrom(IDistributedApplicationBuilder builder) => builder.Services.AddLogging(logging => logging.AddProvider(this));

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void Dispose() => _lines.Clear();

    private sealed class Category(KeptLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log._lines.Enqueue((name, $"{formatter(state, exception)} {exception}".TrimEnd()));
    }
}
