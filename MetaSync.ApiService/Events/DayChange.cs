namespace MetaSync.ApiService.Events;

/// <summary>The data of an event <c>day</c>: a job, as it stands now.</summary>
/// <param name="BatchId">Of which batch.</param>
/// <param name="Account">Of which account.</param>
/// <param name="Day">Its first day.</param>
/// <param name="EndDay">Its last day.</param>
/// <param name="State">The job's state.</param>
/// <param name="Calendar">What a calendar now has for its days, one character each; null for an account that is not known any more.</param>
internal sealed record DayChange(Guid BatchId, string Account, DateOnly Day, DateOnly EndDay, string State, string? Calendar);

/// <summary>The data of an event <c>reload</c>: more has changed than is worth telling one by one.</summary>
/// <param name="Days">How many jobs.</param>
internal sealed record Reload(int Days);
