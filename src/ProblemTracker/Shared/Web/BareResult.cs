namespace ProblemTracker.Shared;

/// <summary>
/// Sends a worksheet or a setting without an envelope, so that clients can send it back as read. Its version is in the ETag.
/// </summary>
internal sealed class BareResult(object body, int version) : IResult, IValueHttpResult, IVersioned
{
    public object? Value => this;
    public int Version => version;

    public Task ExecuteAsync(HttpContext context) =>
        context.Response.WriteAsJsonAsync(body, body.GetType(), Json.Options, context.RequestAborted);
}
