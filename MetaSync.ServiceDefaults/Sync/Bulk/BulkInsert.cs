using System.Text.RegularExpressions;
using Npgsql;

namespace MetaSync.Sync.Bulk;

/// <summary>One INSERT of many rows instead of one for each: what is the same in all of them is said once, the rest comes as arrays.</summary>
internal static partial class BulkInsert
{
    /// <summary>From <c>INSERT INTO t (a, b) VALUES (@x, @y)</c> to <c>INSERT INTO t (a, b) SELECT $1, r.c1 FROM unnest($2) AS r (c1)</c>.</summary>
    /// <exception cref="NotSupportedException">Quartz writes its rows in another way than it did when this was written.</exception>
    public static NpgsqlBatchCommand Of(DayRows rows)
    {
        if (Statement().Match(rows.Text) is not { Success: true } statement)
            throw new NotSupportedException($"Quartz has a statement that is no INSERT of one row: {rows.Text}");

        var command = new NpgsqlBatchCommand();
        List<string> arrays = [], columns = [];
        var values = Parameter().Replace(statement.Groups["values"].Value, parameter =>
        {
            var i = Array.IndexOf(rows.Names, parameter.Groups["name"].Value);
            var column = rows.Columns[i];
            if (column.TrueForAll(value => DayRows.Same(value, column[0])))
                return column[0] is null ? "NULL" : Add(command, column[0]!);
            columns.Add($"c{i}");
            arrays.Add(Add(command, ArrayOf(column)));
            return $"r.c{i}";
        });
        command.CommandText = arrays.Count == 0
            ? $"{statement.Groups["insert"]} SELECT {values} FROM generate_series(1, {rows.Columns[0].Count})"
            : $"{statement.Groups["insert"]} SELECT {values} FROM unnest({string.Join(", ", arrays)}) AS r ({string.Join(", ", columns)})";
        return command;
    }

    private static string Add(NpgsqlBatchCommand command, object value)
    {
        command.Parameters.Add(new() { Value = value });
        return $"${command.Parameters.Count}";
    }

    /// <summary>The values as an array of their type, of its nullable form where it has one.</summary>
    private static Array ArrayOf(List<object?> column)
    {
        var type = column.Find(value => value is not null)!.GetType();
        var array = Array.CreateInstance(type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type, column.Count);
        for (var i = 0; i < column.Count; i++)
            array.SetValue(column[i], i);
        return array;
    }

    [GeneratedRegex(@"^\s*(?<insert>INSERT\s+INTO\s+[^()]+\([^()]+\))\s*VALUES\s*\((?<values>[^()]+)\)\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex("@(?<name>[A-Za-z0-9_]+)")]
    private static partial Regex Parameter();
}
