using FluentValidation;
using MediatR;
using ProblemTracker.Incidents;

namespace ProblemTracker.Patrol;

/// <summary>
/// Imports a file of calls for service with the times of their units, or of shifts, for the command line. Not an
/// <see cref="ICommand{T}"/>: the file is read and written in many short transactions instead of one long one.
/// </summary>
/// <param name="Content">The file, seekable; read to its end, not disposed.</param>
/// <param name="Progress">Called after every chunk.</param>
[Needs(Permission.Import)]
public sealed record ImportUnitRows(string FileName, Stream Content, IncidentMap Map, Action<ImportProgress>? Progress = null)
    : IRequest<RowsImported>;

internal sealed class ImportUnitRowsValidator : AbstractValidator<ImportUnitRows>
{
    public ImportUnitRowsValidator()
    {
        RuleFor(c => c.FileName).NotEmpty().MaximumLength(260);
        RuleFor(c => c).Custom((command, context) => ImportIncidentsValidator.Check(command.Map, context));
    }
}

internal sealed class ImportUnitRowsHandler(IEnumerable<IRowImport> imports, ImportRuns runs)
    : IRequestHandler<ImportUnitRows, RowsImported>
{
    public async Task<RowsImported> Handle(ImportUnitRows message, CancellationToken ct)
    {
        var import = imports.First(one => one.Takes(message.Map.Kind));
        // Fails before anything is written if the header or the map is wrong.
        var map = await import.Check(message.Content, message.FileName, message.Map, ct);
        message.Content.Position = 0;
        var run = await runs.Begin(map.Kind, message.FileName, new { message.FileName, map.Source, map.Columns, Zone = map.TimeZone },
            sentence => message.Progress?.Invoke(new(0, 0, sentence)), ct);
        try
        {
            return await import.Run(message.Content, message.FileName, map, run, message.Progress, ct);
        }
        catch (Exception error) when (error is not Conflict { Code: "import.lost" })
        {
            // If this is interrupted too, the next import clears the rest.
            await runs.Clear(run.Id, isOurs: true, CancellationToken.None);
            throw;
        }
    }
}
