using System.Globalization;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Shared;

/// <summary>
/// The problems that a person opened last, as ids in a cookie of their browser. The page reads numbers and titles when it shows them, so a
/// problem that they may no longer view disappears.
/// </summary>
public static class RecentProblems
{
    private const int Most = 8;

    /// <summary>Puts a problem first.</summary>
    public static void Note(HttpContext context, Actor actor, long problemId) =>
        context.Response.Cookies.Append(Cookie(actor),
            string.Join('.', Ids(context.Request, actor).Where(id => id != problemId).Prepend(problemId).Take(Most)), new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
                IsEssential = true,
                MaxAge = TimeSpan.FromDays(30),
            });

    public static Task<IReadOnlyList<NamedProblem>> Read(IMediator mediator, HttpRequest request, Actor actor, CancellationToken ct) =>
        mediator.Send(new NameProblems(Ids(request, actor)), ct);

    private static string Cookie(Actor actor) => $"recent-{actor.PersonId}";

    // Anyone can write a cookie: what is no id is skipped.
    private static List<long> Ids(HttpRequest request, Actor actor) =>
        [.. (request.Cookies[Cookie(actor)] ?? "").Split('.').Take(Most)
            .Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0).Distinct()];
}
