using Npgsql;
using Parquet;
using Parquet.Schema;

namespace MetaSync.ApiService.Insights;

/// <summary>Collects the values of a row group's column.</summary>
internal interface IParquetColumn
{
    DataField Field { get; }

    /// <summary>Takes the value over from a row.</summary>
    /// <returns>How many characters it has.</returns>
    int Add(NpgsqlDataReader row, int n);

    /// <summary>Writes the values, and begins anew.</summary>
    Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);
}

/// <summary>The forms that types of columns have in Parquet.</summary>
internal static class ParquetColumn
{
    /// <summary>Of a decimal: 29 digits before the point, as many as .NET's has at most, and 9 behind it. Currencies have up to 3.</summary>
    private const int Precision = 38, Scale = 9;

    public static IParquetColumn Of(ExportColumn column) => column.Type switch
    {
        ColumnType.Text or ColumnType.Json => new Texts(new DataField<string>(column.Name, nullable: true)),
        ColumnType.Day => new Values<DateOnly>(new DataField<DateOnly>(column.Name), (row, n) => row.GetFieldValue<DateOnly>(n)),
        ColumnType.Instant => new Values<DateTime>(
            new DateTimeDataField(column.Name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros, isNullable: false), (row, n) => row.GetDateTime(n)),
        ColumnType.Count => new Values<long>(new DataField<long>(column.Name), (row, n) => row.GetInt64(n)),
        ColumnType.Amount => new Values<decimal>(new DecimalDataField(column.Name, Precision, Scale, isNullable: false), (row, n) => Exact(row.GetDecimal(n))),
        ColumnType.Flag => new Values<bool>(new DataField<bool>(column.Name), (row, n) => row.GetBoolean(n)),
        _ => throw new InvalidOperationException($"{column.Type} has no form in Parquet."),
    };

    /// <summary>The library would round it, and say nothing.</summary>
    private static decimal Exact(decimal amount) => decimal.Round(amount, Scale) == amount
        ? amount
        : throw new InvalidOperationException($"An amount has more than {Scale} digits behind the point, and Parquet's column would round it. CSV and JSON have all of them.");

    private sealed class Values<T>(DataField description, Func<NpgsqlDataReader, int, T> read) : IParquetColumn
        where T : struct
    {
        private readonly T[] _values = new T[ParquetExport.MaxRows];
        private int _count;

        public DataField Field => description;

        public int Add(NpgsqlDataReader row, int n)
        {
            _values[_count++] = read(row, n);
            return 0;
        }

        public async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
        {
            await group.WriteAsync<T>(Field, _values.AsMemory(0, _count), cancellationToken: cancellationToken);
            _count = 0;
        }
    }

    private sealed class Texts(DataField description) : IParquetColumn
    {
        private readonly ReadOnlyMemory<char>?[] _values = new ReadOnlyMemory<char>?[ParquetExport.MaxRows];
        private int _count;

        public DataField Field => description;

        public int Add(NpgsqlDataReader row, int n)
        {
            var text = row.IsDBNull(n) ? null : row.GetString(n);
            _values[_count++] = text?.AsMemory();
            return text?.Length ?? 0;
        }

        public async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
        {
            await group.WriteAsync<ReadOnlyMemory<char>>(Field, _values.AsMemory(0, _count), cancellationToken: cancellationToken);
            _count = 0;
        }
    }
}
