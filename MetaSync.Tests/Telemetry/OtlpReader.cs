using Google.Protobuf;

namespace MetaSync.Tests.Telemetry;

internal sealed record ReceivedSpan(
    string TraceId, string SpanId, string ParentSpanId, string Name, IReadOnlyDictionary<string, string> Attributes, IReadOnlyList<string> LinkedTraceIds);

/// <summary>
/// Reads the few fields that the tests look at. The numbers are those of opentelemetry-proto 1.x
/// (trace.proto, metrics.proto, common.proto); no package of its classes is served.
/// </summary>
internal static class OtlpReader
{
    public static List<ReceivedSpan> Spans(ByteString request) =>
        [.. request.Fields(1).SelectMany(resource => resource.Fields(2)).SelectMany(scope => scope.Fields(2)).Select(Span)];

    public static List<(string Name, string Unit)> Metrics(ByteString request) =>
        [.. request.Fields(1).SelectMany(resource => resource.Fields(2)).SelectMany(scope => scope.Fields(2)).Select(metric => (metric.Text(1), metric.Text(3)))];

    private static ReceivedSpan Span(ByteString span) => new(
        span.Hex(1),
        span.Hex(2),
        span.Hex(4),
        span.Text(5),
        span.Fields(9).ToDictionary(attribute => attribute.Text(1), attribute => Value(attribute.Fields(2).Single())),
        [.. span.Fields(13).Select(link => link.Hex(1))]);

    /// <summary>AnyValue: a string, a bool, an integer or a double.</summary>
    private static string Value(ByteString value)
    {
        var input = value.CreateCodedInput();
        return WireFormat.GetTagFieldNumber(input.ReadTag()) switch
        {
            1 => input.ReadString(),
            2 => input.ReadBool() ? "true" : "false",
            3 => input.ReadInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
            4 => input.ReadDouble().ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => "",
        };
    }

    private static string Hex(this ByteString message, int field) => Convert.ToHexStringLower(message.Fields(field).FirstOrDefault()?.ToByteArray() ?? []);

    private static string Text(this ByteString message, int field) => message.Fields(field).FirstOrDefault()?.ToStringUtf8() ?? "";

    /// <summary>The length-delimited fields of a message that have a number.</summary>
    private static IEnumerable<ByteString> Fields(this ByteString message, int field)
    {
        var input = message.CreateCodedInput();
        for (var tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (WireFormat.GetTagFieldNumber(tag) == field && WireFormat.GetTagWireType(tag) is WireFormat.WireType.LengthDelimited)
                yield return input.ReadBytes();
            else
                input.SkipLastField();
        }
    }
}
