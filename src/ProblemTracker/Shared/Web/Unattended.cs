namespace ProblemTracker.Shared;

/// <summary>
/// Requests that a page's script sends on its own, such as polling and saving drafts, carry the header <c>X-Unattended: 1</c>. They don't
/// extend a session, since nobody may be sitting there. A false header can only make the sender's own session shorter.
/// </summary>
internal static class Unattended
{
    public const string Header = "X-Unattended";

    public static bool Is(HttpRequest request) => request.Headers.ContainsKey(Header);
}
