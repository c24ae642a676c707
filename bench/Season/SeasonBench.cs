using System.Globalization;
using MetaSync.Bench.Reporting;
using MetaSync.Faults.Season;

namespace MetaSync.Bench.Season;

/// <summary>500 batches in as many days, compressed: what grows?</summary>
internal static class SeasonBench
{
    private const double Kilobyte = 1024;

    public static async Task<IReadOnlyList<Table>> MeasureAsync(Run run, CancellationToken cancellationToken)
    {
        var options = run.Pick(new SeasonOptions(500), new SeasonOptions(20) { ReadEvery = 10, CompareWith = 10 }) with { Say = Run.Say };
        var season = await SeasonRun.RunAsync(options, cancellationToken);
        return [Readings(season, options), Remains(season.Remains, options)];
    }

    private static Table Readings(SeasonResult season, SeasonOptions options)
    {
        var columns = season.Readings.Select(reading => string.Create(CultureInfo.InvariantCulture, $"{reading.Batches} batches"));
        var table = new Table("season", "A season: sizes in kB, rows, connections", ["what", .. columns, "flat"]);
        foreach (var last in season.Readings[^1].Readings)
        {
            var flat = season.Verdict.FirstOrDefault(verdict => verdict.Name == last.Name);
            table.Add([
                last.IsBytes ? $"{last.Name}, kB" : last.Name,
                .. season.Readings.Select(reading => last.IsBytes ? reading[last.Name] / Kilobyte : (object?)reading[last.Name]),
                flat is null ? "not judged" : flat.IsFlat]);
        }

        table.Notes.Add(string.Create(CultureInfo.InvariantCulture,
            $"{(season.IsFlat ? "Flat" : "NOT flat")}: the last reading against that of {Math.Min(options.CompareWith, options.Batches)} batches, within a tenth and a few pages, rows or megabytes. Results themselves are not judged: they are there to grow."));
        return table;
    }

    private static Table Remains(SeasonRemains remains, SeasonOptions options)
    {
        var table = new Table("remains", string.Create(CultureInfo.InvariantCulture, $"After {options.Batches} batches, kept for {options.Kept} days"), ["what", "count"]);
        table.Add("rows of Quartz's for days", remains.QuartzRows);
        table.Add("batches older than that", remains.TooOld);
        table.Add("younger batches that are gone", remains.Missing);
        table.Add("days that did not succeed", remains.Unfinished);
        return table;
    }
}
