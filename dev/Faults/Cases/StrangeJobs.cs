using System.Globalization;
using MetaSync.Faults.Rig;

namespace MetaSync.Faults.Cases;

/// <summary>A day's job in the queue is one that no worker can run. It is kept, its lane waits for somebody to look, and once its batch is paused and resumed all goes on.</summary>
internal static class StrangeJobs
{
    private static readonly TimeSpan UntilSomebodyLooks = TimeSpan.FromSeconds(10);

    /// <summary>It is of a type that this version does not have.</summary>
    public static FaultCase OfUnknownType { get; } = new("a job of an unknown type", 1, (rig, _, token) => StrikeAsync(rig, "job_class_name = 'of-a-later-version'", token));

    /// <summary>Its data is no JSON.</summary>
    public static FaultCase WithUnreadableData { get; } = new("a job with unreadable data", 1, (rig, _, token) => StrikeAsync(rig, @"job_data = '\x7b22e0'", token));

    /// <summary>Its data is JSON, and means nothing.</summary>
    public static FaultCase WithForeignData { get; } = new("a job with foreign data", 1, (rig, _, token) => StrikeAsync(rig, @"job_data = convert_to('{""dayId"":""\ud800"",""place"":[]}', 'UTF8')", token));

    private static async Task StrikeAsync(FaultRig rig, string change, CancellationToken cancellationToken)
    {
        var day = await DayInHand.TakeAsync(rig, TimeSpan.FromSeconds(4), cancellationToken);
        var next = await rig.Database.ScalarAsync<long>("SELECT id FROM metasync.sync_days WHERE state = 'queued' ORDER BY place OFFSET 1 LIMIT 1", cancellationToken);
        var place = await rig.Database.ScalarAsync<long>(string.Create(CultureInfo.InvariantCulture, $"SELECT place FROM metasync.sync_days WHERE id = {next}"), cancellationToken);
        var job = string.Create(CultureInfo.InvariantCulture, $"job_name LIKE '%.{place}'");
        await rig.Database.ExecuteAsync($"UPDATE qrtz_job_details SET {change} WHERE {job}", cancellationToken);
        await Until.CertainlyAsync(() => day.HasEndedAsync(rig, cancellationToken), $"{day} ends", cancellationToken, Times.Patience);
        // Quartz sets aside a job that it can't make. One that it can't even read it tries again and again.
        await Until.TrueAsync(
            () => rig.Looks.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM qrtz_triggers WHERE {job} AND trigger_state = 'ERROR')", cancellationToken), UntilSomebodyLooks, cancellationToken);

        // What a person does: the batch's days leave the lane, and come back with new jobs.
        var batch = await rig.Database.ScalarAsync<Guid>(string.Create(CultureInfo.InvariantCulture, $"SELECT batch_id FROM metasync.sync_days WHERE id = {next}"), cancellationToken);
        await rig.Client.SteerAsync(batch, "pause", cancellationToken);
        await rig.Client.SteerAsync(batch, "resume", cancellationToken);
    }
}
