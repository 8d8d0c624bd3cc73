using Microsoft.Extensions.Localization;
using ProblemTracker.Partners;
using ProblemTracker.Problems;

namespace ProblemTracker.Updates;

/// <summary>One thing that another person did and that the reader hears of.</summary>
public sealed record UpdateRow
{
    public long Id { get; init; }
    public UpdateKind Kind { get; init; }
    /// <summary>Null for a partner, who sees only the number of a problem.</summary>
    public long? ProblemId { get; init; }
    public string Number { get; init; } = "";
    public string? Title { get; init; }
    public bool Confidential { get; init; }
    public long? ActionId { get; init; }
    /// <summary>What happened, in a sentence that names no stakeholder.</summary>
    public string Sentence { get; init; } = "";
    /// <summary>Who did it; null for a partner, whom the department answers as one.</summary>
    public string? Who { get; init; }
    public DateTimeOffset At { get; init; }
    /// <summary>Path of the page where the reader can act on it, starting with a slash.</summary>
    public string Link { get; init; } = "";
    public DateTimeOffset? SeenAt { get; init; }
}

/// <summary>SQL for reading updates. Only the person told can read one, and only while they can see what it is about.</summary>
internal static class UpdateSql
{
    /// <summary>A condition on <c>u</c> and <c>p</c> with the parameter <c>@ActorId</c>.</summary>
    public static string VisibleTo(Actor actor) => (actor.Might(Permission.ReadProblems), actor.Might(Permission.ActAsPartner)) switch
    {
        (true, false) => ProblemSql.VisibleTo(actor),
        (true, true) => $"({ProblemSql.VisibleTo(actor)} OR {OwnAction})",
        (false, true) => OwnAction,
        _ => "1 = 0",
    };

    private const string OwnAction = $"""
        (u.Kind = 'MyAction' AND {PartnerSql.VisibleTo} AND EXISTS (
            SELECT 1 FROM ProblemAction a WHERE a.Id = u.ActionId AND {PartnerSql.OwnedBy}))
        """;

    public const string From = "PersonUpdate u JOIN AuditEntry e ON e.Id = u.EntryId JOIN Problem p ON p.Id = u.ProblemId";

    public const string Names = "LEFT JOIN Person w ON w.Id = e.PersonId LEFT JOIN ProblemAction o ON o.Id = u.ActionId";

    public const string Columns = $"""
        u.Id, u.Kind, u.ProblemId, p.Number, p.Title, p.Confidential, u.ActionId, o.Description AS Action, e.Event, e.SubjectId AS Subject,
            e.Summary, {Audit.Who} AS Who, e.At, u.SeenAt,
            (SELECT STRING_AGG(q.Number, ', ') FROM PersonUpdate v JOIN Problem q ON q.Id = v.ProblemId WHERE v.HeadId = u.Id) AS SameFor
        """;

    public const string IsNew = "u.SeenAt IS NULL";

    public sealed record Row
    {
        public long Id { get; init; }
        public UpdateKind Kind { get; init; }
        public long ProblemId { get; init; }
        public string Number { get; init; } = "";
        public string Title { get; init; } = "";
        public bool Confidential { get; init; }
        public long? ActionId { get; init; }
        public string? Action { get; init; }
        public string Event { get; init; } = "";
        public string? Subject { get; init; }
        /// <summary>Null if the text of the entry was purged.</summary>
        public string? Summary { get; init; }
        public string Who { get; init; } = "";
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? SeenAt { get; init; }
        /// <summary>Numbers of the other problems for which this line says the same; null for none.</summary>
        public string? SameFor { get; init; }

        public UpdateRow Shown() => new()
        {
            Id = Id,
            Kind = Kind,
            ProblemId = ProblemId,
            Number = Number,
            Title = Title,
            Confidential = Confidential,
            ActionId = ActionId,
            Sentence = Said(Summary ?? Wording.Of(Kind)),
            Who = Who,
            At = At,
            Link = Kind switch
            {
                UpdateKind.ResidentWrote => $"/concerns/{Subject}",
                UpdateKind.RequestMade => $"/requests#request-{Subject}",
                UpdateKind.NoteWritten when Event == "file.added" => $"/problems/{ProblemId}/files",
                UpdateKind.NoteWritten when Event == "action.file" => $"/actions/{ActionId}#files",
                UpdateKind.NoteWritten when Event.StartsWith("publication.", StringComparison.Ordinal) =>
                    $"/problems/{ProblemId}/publication",
                UpdateKind.NoteWritten when Event == "problem.incidents.updated" => $"/problems/{ProblemId}/incidents",
                UpdateKind.Mentioned or UpdateKind.NoteWritten => $"/problems/{ProblemId}#timeline",
                UpdateKind.Moved when Event == "test.evaluated" => $"/problems/{ProblemId}/verdict",
                _ when ActionId is not null => $"/actions/{ActionId}",
                _ => $"/problems/{ProblemId}",
            },
            SeenAt = SeenAt,
        };

        private string Said(string what) => SameFor is null ? what : $"{what}{(what.EndsWith('.') ? "" : ".")} The same for {SameFor}.";

        /// <summary>Without the problem's title and people, in the current language.</summary>
        public UpdateRow ShownToPartner(IStringLocalizer<OwnerTexts> words)
        {
            // What the team wrote about an action in the problem's record is not written for its owner.
            var what = words[$"Update.{Event}", Action ?? ""];
            return Shown() with
            {
                ProblemId = null,
                Title = null,
                Sentence = what.ResourceNotFound ? words["Update.other", Action ?? ""] : what,
                Who = null,
                Link = $"/partner/actions/{ActionId}",
            };
        }
    }
}
