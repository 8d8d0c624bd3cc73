using FluentValidation;
using MediatR;

namespace ProblemTracker.Problems;

/// <summary>
/// Keeps what somebody has typed into a worksheet until they save it. Changes nothing else: no audit entry, no due date, nothing that
/// anybody else sees.
/// </summary>
/// <param name="Version">The version that they began from.</param>
/// <param name="Fields">The form's fields by name, as typed.</param>
/// <param name="Sheet">The worksheet as far as the fields could be read, to work out the requirements left.</param>
[Needs(Permission.WorkEvidence)]
public sealed record KeepDraft(
    long ProblemId, SheetKind Kind, int Version, IReadOnlyDictionary<string, string[]> Fields, object Sheet) : ICommand<DraftKept>;

/// <param name="Version">The worksheet's current version, which is newer than the draft's if somebody saved it in the meantime.</param>
/// <param name="Shortfalls">The requirements that would be left if the draft were saved now.</param>
public sealed record DraftKept(DateTimeOffset At, int Version, IReadOnlyList<Shortfall> Shortfalls);

internal sealed class KeepDraftValidator : AbstractValidator<KeepDraft>
{
    /// <summary>Characters of all names and values. More than four times what the fullest worksheet of the demo city has.</summary>
    private const int Longest = 200_000;

    public KeepDraftValidator() => RuleFor(c => c.Fields)
        .Must(fields => fields.Sum(field => field.Key.Length + field.Value.Sum(value => value.Length)) <= Longest)
        .WithMessage("This worksheet is too long to be kept as a draft. Save it, or shorten it.");
}

internal sealed class KeepDraftHandler(CaseFiles files, Db db, Actor actor) : IRequestHandler<KeepDraft, DraftKept>
{
    public async Task<DraftKept> Handle(KeepDraft command, CancellationToken ct)
    {
        var file = await files.Read(command.ProblemId, ct);
        file.Demand(Drafts.Needed(command.Kind));
        file.MustBeOpen();
        await Drafts.Keep(db, actor, command, file.Now, ct);
        return new(file.Now, file.WorksheetVersions.GetValueOrDefault(command.Kind),
            Worksheets.ShortfallsWith(file.Dossier, command.Kind, command.Sheet));
    }
}
