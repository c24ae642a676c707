using System.Reflection;

namespace Aspire.Hosting.Testing;

/// <summary>An AppHost's Program, run on a thread of its own and held inside Build() until the test has changed the model.</summary>
internal sealed class EntryPointRun(Assembly appHost)
{
    private static readonly AsyncLocal<EntryPointRun?> Running = new();
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static EntryPointRun? Current => Running.Value;
    public Assembly AppHost => appHost;
    public Task Ended => _ended.Task;

    public Task<DistributedApplicationBuilder> StartAsync(string[] args)
    {
        new Thread(() => Run(args)) { IsBackground = true, Name = $"{appHost.GetName().Name} under test" }.Start();
        return _builder.Task;
    }

    public void HoldUntilTheTestBuilds(DistributedApplicationBuilder builder)
    {
        _builder.SetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public void HasBuilt(DistributedApplication application) => _application.SetResult(application);

    public Task<DistributedApplication> BuildAsync()
    {
        _mayBuild.TrySetResult();
        return _application.Task;
    }

    /// <summary>Lets the entry point return, wherever it is.</summary>
    public void End()
    {
        _mayBuild.TrySetCanceled();
        _ended.TrySetResult();
    }

    private void Run(string[] args)
    {
        Running.Value = this;
        try
        {
            var main = appHost.EntryPoint!;
            main.Invoke(null, main.GetParameters().Length == 0 ? [] : [args]);
            Fail(new InvalidOperationException("The entry point returned without building an application."));
        }
        catch (TargetInvocationException e)
        {
            Fail(e.InnerException!);
        }
    }

    /// <summary>Whoever still waits for the entry point learns why; after Build() nobody does.</summary>
    private void Fail(Exception exception)
    {
        _builder.TrySetException(exception);
        _application.TrySetException(exception);
    }
}
