using Microsoft.Extensions.Logging;
using Spectre.Console;

namespace Aspire.Hosting.Terminal;

/// <summary>Every line under the name of who wrote it.</summary>
internal sealed class ResourceConsole : ILoggerProvider
{
    /// <summary>Whoever holds it writes without being interrupted.</summary>
    public static readonly Lock Screen = new();

    private const string Marker = ".Resources.";
    private static readonly Color[] Colors = [Color.Aqua, Color.Lime, Color.Yellow, Color.Fuchsia, Color.Blue, Color.Olive];
    private readonly Dictionary<string, Color> _colors = [];
    private int _width;

    public ILogger CreateLogger(string categoryName) =>
        new Lines(this, categoryName.Split(Marker) is [_, var resource] ? resource : "apphost");

    public void Dispose()
    {
    }

    private void Write(string name, string text)
    {
        lock (Screen)
        {
            if (!_colors.TryGetValue(name, out var color)) _colors[name] = color = Colors[_colors.Count % Colors.Length];
            _width = Math.Max(_width, name.Length);
            AnsiConsole.Write(new Text($"{name.PadRight(_width)} | ", color));
            Console.Out.WriteLine(text);
        }
    }

    private sealed class Lines(ResourceConsole console, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // Lines of a child are an event that is named after the process.
            console.Write(eventId.Id == 0 ? eventId.Name ?? name : name, formatter(state, exception));
            if (exception is not null) console.Write(name, exception.ToString());
        }
    }
}
