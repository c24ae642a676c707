using MetaSync.Worker.Meta;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace MetaSync.Tests.Meta;

public sealed class ApiVersionAtStartTests
{
    [Theory]
    [InlineData("v24.0", "Warning: Meta ended v24.0 of the Marketing API on 2026-10-06. Set Meta:ApiVersion to v26.0.")]
    [InlineData("v26.0")]
    public async Task An_old_version_is_warned_of_once_when_a_worker_starts(string version, params string[] lines)
    {
        var log = new Lines();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 10, 6, 0, 0, 0, TimeSpan.Zero));
        await new ApiVersionAtStart(Options.Create(new MetaOptions { ApiVersion = version }), time, log).StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(lines, log.Written);
    }

    private sealed class Lines : ILogger<ApiVersionAtStart>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
