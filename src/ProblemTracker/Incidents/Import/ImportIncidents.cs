using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>
/// Imports a file of incidents: text, a workbook, JSON or shapes (<see cref="IncidentFile"/>). Readers see its rows once all of
/// them are written. A row whose key (see the map) was imported before counts as a repeat and is not added; what becomes of a row whose
/// number was imported before with other content, the map says.
/// Not an <see cref="ICommand{T}"/>: the file is streamed and written in many short transactions instead of one long one.
/// </summary>
/// <param name="Content">The file, seekable; read to its end, not disposed.</param>
/// <param name="Progress">Called after every chunk.</param>
[Needs(Permission.Import)]
public sealed record ImportIncidents(string FileName, Stream Content, IncidentMap Map, Action<ImportProgress>? Progress = null)
    : IRequest<IncidentsImported>;

/// <param name="BytesRead">Bytes of the file as stored: compressed bytes if it is gzipped.</param>
/// <param name="Sentence">What the import is waiting for or clearing; null while it reads rows.</param>
public sealed record ImportProgress(long BytesRead, long RowsRead, string? Sentence = null);

/// <param name="RowsRead">Without the header and blank lines.</param>
/// <param name="Changed">Incidents that got other content.</param>
/// <param name="Repeats">Rows already imported, or already in this file with the same content.</param>
/// <param name="Unplaced">Added rows without coordinates, or with coordinates outside every neighborhood.</param>
/// <param name="Rejections">The first <see cref="MostRejections"/> rejected rows.</param>
public sealed record IncidentsImported(
    long RunId, int RowsRead, int Added, int Changed, int Repeats, int Rejected, int Unplaced, IReadOnlyList<RejectedRow> Rejections,
    ImportOutcome Outcome)
{
    public const int MostRejections = 10_000;

    /// <summary>Most faults of rows stored per import.</summary>
    public const int MostKept = 100_000;

    /// <summary>What to check if none of the added incidents has a neighborhood; null if at least one has.</summary>
    public static string? NoNeighborhoods(int added, int unplaced, IncidentMap? map) => added == 0 || unplaced < added ? null
        : map is not null && !map.HasPlace ? null
        : "No added incident has a neighborhood. Check that the columns of latitude and longitude are chosen and not swapped, that the "
            + "projection is right, and that the neighborhoods have boundaries. Then undo this import and start it again.";
}

/// <param name="Kind">What was wrong; says whether the row was rejected or only a field of it left out.</param>
public sealed record RejectedRow(long Line, string Reason, FaultKind Kind);

internal sealed class ImportIncidentsValidator : AbstractValidator<ImportIncidents>
{
    public ImportIncidentsValidator()
    {
        RuleFor(c => c.FileName).NotEmpty().MaximumLength(260);
        RuleFor(c => c).Custom((command, context) => Check(command.Map, context));
    }

    /// <summary>Names the verb's options instead of the map's properties.</summary>
    public static void Check<T>(IncidentMap map, ValidationContext<T> context)
    {
        foreach (var error in new IncidentMapValidator().Validate(map).Errors)
            context.AddFailure(Option(error.PropertyName), error.ErrorMessage);
    }

    /// <summary>The verb's option for a property of the map.</summary>
    private static string Option(string property) => property.Split('[')[0] switch
    {
        "columns" => "map",
        "categories" or "categoryDefault" => "category",
        var name => name,
    };
}

internal sealed class ImportIncidentsHandler(IncidentCopy copy, ImportRuns runs) : IRequestHandler<ImportIncidents, IncidentsImported>
{
    public async Task<IncidentsImported> Handle(ImportIncidents message, CancellationToken ct)
    {
        // Fails before anything is written if the header or the map is wrong.
        await using var file = await copy.Open(message.Content, message.FileName, message.Map, ct);
        var run = await runs.Begin(ImportKind.Incidents, message.FileName,
            new { message.FileName, message.Map.Source, message.Map.Columns, message.Map.Key, message.Map.Updates, Zone = file.Zone.Id },
            sentence => message.Progress?.Invoke(new(0, 0, sentence)), ct);
        try
        {
            return await copy.Run(file, run, message.Progress, ct);
        }
        catch (Exception error) when (error is not Conflict { Code: "import.lost" })
        {
            // If this is interrupted too, the next import clears the rest.
            await runs.Clear(run.Id, isOurs: true, CancellationToken.None);
            throw;
        }
    }
}
