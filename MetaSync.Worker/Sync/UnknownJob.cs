using Quartz;

namespace MetaSync.Worker.Sync;

/// <summary>Stands for each stored name that is none of ours: it can't be made, so that Quartz keeps the job, in error, until a person looks. It may be a newer version's.</summary>
internal sealed class UnknownJob : IJob
{
    public UnknownJob() => throw new NotSupportedException("The job is of a kind that this version does not have");

    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
}
