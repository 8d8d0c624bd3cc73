using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>
/// Previews a file of incidents, calls or shifts that is not uploaded, for the command line: all of its rows. Nothing is written.
/// </summary>
/// <param name="Content">The file, seekable; not disposed.</param>
/// <param name="Map">Null proposes one.</param>
[Needs(Permission.Import)]
public sealed record PreviewFile(string FileName, Stream Content, IncidentMap? Map, ImportKind Kind = ImportKind.Incidents)
    : IQuery<ImportPreview>;

internal sealed class PreviewFileValidator : AbstractValidator<PreviewFile>
{
    public PreviewFileValidator() => RuleFor(q => q).Custom((query, context) =>
    {
        if (query.Map is { } map) ImportIncidentsValidator.Check(map, context);
    });
}

internal sealed class PreviewFileHandler(ImportLook look, IEnumerable<IRowImport> others) : IRequestHandler<PreviewFile, ImportPreview>
{
    public Task<ImportPreview> Handle(PreviewFile query, CancellationToken ct)
    {
        var file = new StoredImport { Kind = query.Kind, FileName = query.FileName };
        return others.FirstOrDefault(other => other.Takes(query.Kind)) is { } other
            ? other.Look(file, query.Content, query.Map, int.MaxValue, null, ct)
            : look.At(file, query.Content, query.Map, completes: query.Map is null, int.MaxValue, null, ct);
    }
}
