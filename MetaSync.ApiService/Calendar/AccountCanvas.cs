using MetaSync.ApiService.Accounts;
using MetaSync.Sync;

namespace MetaSync.ApiService.Calendar;

/// <summary>The days of one account while what is known of them is put together.</summary>
/// <param name="range">The days.</param>
/// <param name="reports">How many reports of a day have to be stored for it to be in.</param>
internal sealed class AccountCanvas(DateRange range, int reports)
{
    /// <summary>A day that is read when it is 29 days old is final.</summary>
    private const int DaysRestated = 29;

    private readonly int[] _stored = new int[range.Count];
    private readonly char[] _data = new char[range.Count];
    private readonly DateTime[] _asOf = new DateTime[range.Count];
    private readonly char?[] _jobs = new char?[range.Count];
    private readonly (DateTime At, bool IsFailure)[] _ends = new (DateTime, bool)[range.Count];

    /// <summary>A report of a day is stored.</summary>
    /// <param name="day">Which day, from the range's first on.</param>
    /// <param name="isEmpty">Whether it has no row.</param>
    /// <param name="asOf">When it was read.</param>
    /// <param name="offset">How far the account is from UTC.</param>
    public void Store(int day, bool isEmpty, DateTime asOf, TimeSpan offset)
    {
        _stored[day]++;
        _asOf[day] = asOf > _asOf[day] ? asOf : _asOf[day];
        // By the rule of the view metasync.ad_insights, so that both say the same.
        if (asOf < range.StartDate.AddDays(day + DaysRestated).ToDateTime(TimeOnly.MinValue) - offset)
            _data[day] = DayLegend.Provisional;
        else if (_data[day] is '\0' or DayLegend.Empty) // of several reports one with rows says more than one without
            _data[day] = isEmpty ? DayLegend.Empty : DayLegend.Final;
    }

    /// <summary>A job for some days is unfinished, or came to nothing.</summary>
    public void Job(int first, int last, string state, DateTime? finishedAt)
    {
        for (var day = first; day <= last; day++)
        {
            if (finishedAt is null)
                _jobs[day] = DayLegend.OfJob(state);
            else if (finishedAt > _ends[day].At)
                _ends[day] = (finishedAt.Value, state is "failed");
        }
    }

    public AccountDays Finish(KnownAccount account)
    {
        var days = Math.Clamp(account.Today.DayNumber - range.StartDate.DayNumber + 1, 0, range.Count);
        var reachable = account.OldestDay.DayNumber - range.StartDate.DayNumber;
        int inside = 0, empty = 0, provisional = 0, failedAgain = 0, unfinished = 0, failed = 0, missing = 0, outOfReach = 0;
        var text = new string(DayLegend.Future, range.Count).ToCharArray();
        for (var day = 0; day < days; day++)
        {
            var isIn = _stored[day] >= reports;
            // Later than all that is stored, so no later job has brought the day in.
            var isFailed = _jobs[day] is null && _ends[day].IsFailure && _ends[day].At > _asOf[day];
            text[day] = _jobs[day] ?? (isFailed ? DayLegend.Failed : isIn ? _data[day] : DayLegend.NeverFetched);
            if (isIn)
            {
                inside++;
                empty += _data[day] is DayLegend.Empty ? 1 : 0;
                provisional += _data[day] is DayLegend.Provisional ? 1 : 0;
                failedAgain += isFailed ? 1 : 0;
            }
            else
            {
                unfinished += _jobs[day] is null ? 0 : 1;
                failed += isFailed ? 1 : 0;
                missing += _jobs[day] is null && !isFailed ? 1 : 0;
                outOfReach += _jobs[day] is null && !isFailed && day < reachable ? 1 : 0;
            }
        }

        return new AccountDays(
            account.Account, account.Name, account.Currency, account.TimeZone, account.Today, account.OldestDay, new string(text),
            new Completeness(days, inside, empty, provisional, failedAgain, unfinished, failed, missing, outOfReach));
    }
}
