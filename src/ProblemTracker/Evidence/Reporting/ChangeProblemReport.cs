using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Keeps a section of a problem's report as a person wrote it, also after closing, when most reports are written. Without a text the
/// section follows the worksheets again.
/// </summary>
/// <param name="Version">The section's, 0 before its first change.</param>
[Needs(Permission.WorkEvidence)]
public sealed record ChangeProblemReport(long ProblemId, ReportSection Section, int Version, string? Text) : ICommand<ReportSectionSaved>;

/// <param name="Text">As kept; null if the section follows the worksheets.</param>
/// <param name="Words">Words of the text.</param>
public sealed record ReportSectionSaved(ReportSection Section, string? Text, int Words, int Version) : IVersioned;

internal sealed class ChangeProblemReportValidator : AbstractValidator<ChangeProblemReport>
{
    public ChangeProblemReportValidator()
    {
        RuleFor(c => c.Section).IsInEnum();
        RuleFor(c => c.Text).MaximumLength(ReportWords.LongestText);
        RuleFor(c => c.Text).Must(text => ReportWords.Count(text) <= ReportWords.MostInSummary)
            .When(c => c.Section == ReportSection.Summary)
            .WithMessage(c => $"The summary has {ReportWords.Count(c.Text):N0} words. Shorten it to {ReportWords.MostInSummary}.");
    }
}

internal sealed class ChangeProblemReportHandler(Db db, CaseFiles files) : IRequestHandler<ChangeProblemReport, ReportSectionSaved>
{
    private sealed record Row
    {
        public string? Text { get; init; }
        public int Version { get; init; }
    }

    public async Task<ReportSectionSaved> Handle(ChangeProblemReport command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        var section = command.Section.ToString();
        var before = await db.Find<Row>("SELECT Text, Version FROM ProblemReport WHERE ProblemId = @ProblemId AND Section = @section",
            new { command.ProblemId, section }, ct);
        if ((before?.Version ?? 0) != command.Version) throw new Stale(before?.Version ?? 0);
        var text = command.Text.IsBlank() ? null : command.Text.ReplaceLineEndings("\n").Trim();
        file.Write(before is null
            ? """
                INSERT INTO ProblemReport (ProblemId, Section, Text, Version, ChangedBy, ChangedAt)
                VALUES (@ProblemId, @section, @text, 1, @PersonId, @Now)
                """
            : """
                UPDATE ProblemReport SET Text = @text, Version = Version + 1, ChangedBy = @PersonId, ChangedAt = @Now
                WHERE ProblemId = @ProblemId AND Section = @section
                """, new { command.ProblemId, section, text, file.Actor.PersonId, file.Now });
        file.Record("report.changed", section, text is null ? $"Took the worksheets' text again for the report's {section} section."
            : $"Edited the report's {section} section.", new { before?.Text }, new { Text = text });
        await files.Save(file, ct);
        return new(command.Section, text, ReportWords.Count(text), command.Version + 1);
    }
}

internal static class ChangeProblemReportEndpoint
{
    public sealed record Body(ReportSection Section, string? Text);

    public static void MapChangeProblemReport(this RouteGroupBuilder problems) => problems
        .MapPut("/{id:long}/report", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(new ChangeProblemReport(id, body.Section, version, body.Text), ct))
        .WithName("ChangeProblemReport")
        .WithSummary("Edit a section of a problem's report; send its version in If-Match, and null to follow the worksheets again");
}
