using System.Data.Common;
using System.Text;
using Serilog.Core;
using Serilog.Events;

namespace ProblemTracker.Host;

/// <summary>
/// Gives log events the property <c>Error</c>: types, codes and stack traces of their exceptions, without messages. A message can quote
/// what someone typed or what a row contains, such as a name or an address, and logs must not have that.
/// </summary>
internal sealed class ErrorTrace : ILogEventEnricher
{
    public const string Property = "Error";

    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (logEvent.Exception is { } error) logEvent.AddOrUpdateProperty(new(Property, new ScalarValue(Of(error))));
    }

    public static string Of(Exception error)
    {
        var text = new StringBuilder();
        Append(text, error);
        return text.ToString();
    }

    private static void Append(StringBuilder text, Exception error)
    {
        text.Append(error.GetType().FullName);
        if (Code(error) is { } code) text.Append(" (").Append(code).Append(')');
        text.AppendLine();
        if (error.StackTrace is { } trace) text.AppendLine(trace);
        foreach (var inner in error is AggregateException many ? many.InnerExceptions : (IEnumerable<Exception?>)[error.InnerException])
            if (inner is not null) Append(text.Append("caused by "), inner);
    }

    private static string? Code(Exception error) => error switch
    {
        DbException database => DatabaseCode.Of(database),
        IOException io => $"0x{io.HResult:X8}",
        System.Net.Sockets.SocketException socket => $"{socket.SocketErrorCode}",
        _ => null,
    };
}
