using System.Globalization;
using System.Text.RegularExpressions;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>
/// The problem whose number was typed, in full (<c>P-2026-0032</c>) or without year (<c>32</c>), which finds the latest year's. Null if the
/// text is no number, or the actor can view no problem with it.
/// </summary>
[Needs(Permission.ReadProblems)]
public sealed partial record FindByNumber(string? Text) : IQuery<NumberedProblem>
{
    /// <summary>Years looked at for a number without year.</summary>
    internal const int Years = 30;

    [GeneratedRegex(@"^\s*(?:(?:P-)?(?<year>[0-9]{4})-|#|P-)?0*(?<ordinal>[0-9]{1,8})\s*$", RegexOptions.IgnoreCase)]
    internal static partial Regex Typed();
}

/// <param name="Id">Null if there is none.</param>
/// <param name="Label">Number and title.</param>
/// <param name="DuplicateOf">Number and title of the problem of which it was closed as a duplicate, if the actor can view that.</param>
public sealed record NumberedProblem(long? Id = null, string? Label = null, long? DuplicateOfId = null, string? DuplicateOf = null);

internal sealed class FindByNumberHandler(Db db, Actor actor, AgencySettings agency) : IRequestHandler<FindByNumber, NumberedProblem>
{
    private sealed record Row
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public long? OriginalId { get; init; }
        public string? Original { get; init; }
    }

    public async Task<NumberedProblem> Handle(FindByNumber query, CancellationToken ct)
    {
        if (FindByNumber.Typed().Match(query.Text ?? "") is not { Success: true } typed) return new();
        var ordinal = int.Parse(typed.Groups["ordinal"].Value, CultureInfo.InvariantCulture);
        // Next year's too, since the demo's clock and a hand-made opening date can be ahead of the day.
        var last = (await agency.Today(ct)).Year + 1;
        IEnumerable<string> years = typed.Groups["year"] is { Success: true } year ? [year.Value]
            : Enumerable.Range(last - FindByNumber.Years, FindByNumber.Years + 1).Select(y => y.ToString(CultureInfo.InvariantCulture));
        var numbers = years.Select(y => string.Create(CultureInfo.InvariantCulture, $"P-{y}-{ordinal:0000}")).ToList();
        var found = await db.Find<Row>($"""
            SELECT p.Id, p.Number, p.Title, o.Id AS OriginalId, CONCAT(o.Number, ' ', o.Title) AS Original
            FROM Problem p LEFT JOIN ({OriginalSql.Visible(actor)}) o ON o.Id = p.RelatedProblemId AND p.ClosingReason = 'Duplicate'
            WHERE p.Number IN @numbers AND {ProblemSql.VisibleTo(actor)} ORDER BY p.Number DESC {db.Dialect.First("@One")}
            """, new { numbers, ActorId = actor.PersonId, One = 1 }, ct);
        return found is null ? new() : new(found.Id, $"{found.Number} {found.Title}", found.OriginalId,
            found.OriginalId is null ? null : found.Original);
    }
}

internal static class FindByNumberEndpoint
{
    public static void MapFindByNumber(this RouteGroupBuilder problems) => problems
        .MapGet("/by-number", (string? text, IMediator mediator, CancellationToken ct) => mediator.Send(new FindByNumber(text), ct))
        .WithName("FindByNumber").WithSummary("Find a problem by its number, with or without the year");
}
