using FluentValidation;
using MediatR;

namespace ProblemTracker.Incidents;

/// <summary>
/// Takes over the incidents of a file, delimiter-separated text, plain or gzipped. Its rows exist for readers once all of them are written;
/// a row that is there already (by the map's key) is counted as a repeat and not added.
/// It is no <see cref="ICommand{T}"/>: the file is streamed, and written in many short transactions instead of a long one.
/// </summary>
/// <param name="Content">The file; read to its end, not disposed.</param>
/// <param name="Progress">Hears of every chunk.</param>
[Needs(Permission.Import)]
public sealed record ImportIncidents(string FileName, Stream Content, IncidentMap Map, Action<ImportProgress>? Progress = null)
    : IRequest<IncidentsImported>;

/// <param name="BytesRead">Of the file as it is stored, compressed if it is.</param>
/// <param name="Sentence">What it is waiting for or clearing; null while it reads.</param>
public sealed record ImportProgress(long BytesRead, long RowsRead, string? Sentence = null);

/// <param name="RowsRead">Without the header and blank lines.</param>
/// <param name="Repeats">Rows that were there already, or stood in the file before.</param>
/// <param name="Unplaced">Rows added that have no point, or one outside every neighborhood.</param>
/// <param name="Rejections">The first <see cref="MostRejections"/> of them.</param>
public sealed record IncidentsImported(
    long RunId, int RowsRead, int Added, int Repeats, int Rejected, int Unplaced, IReadOnlyList<RejectedRow> Rejections)
{
    public const int MostRejections = 10_000;

    /// <summary>Rejections that are kept to be read later.</summary>
    public const int MostKept = 100_000;
}

public sealed record RejectedRow(long Line, string Reason);

internal sealed class ImportIncidentsValidator : AbstractValidator<ImportIncidents>
{
    public ImportIncidentsValidator()
    {
        RuleFor(c => c.FileName).NotEmpty().MaximumLength(260);
        RuleFor(c => c).Custom((command, context) =>
        {
            foreach (var error in new IncidentMapValidator().Validate(command.Map).Errors)
                context.AddFailure(Option(error.PropertyName), error.ErrorMessage);
        });
    }

    /// <summary>The verb's name of a part of the map.</summary>
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
        // Everything that can be wrong with the file as a whole and is known from its beginning is said before anything is written.
        await using var file = await copy.Open(message.Content, message.FileName, message.Map, ct);
        var run = await runs.Begin(message.FileName,
            new { message.FileName, message.Map.Source, message.Map.Columns, message.Map.Key, Zone = file.Zone.Id },
            sentence => message.Progress?.Invoke(new(0, 0, sentence)), ct);
        try
        {
            return await copy.Run(file, run, message.Progress, ct);
        }
        catch (Exception error) when (error is not Conflict { Code: "import.lost" })
        {
            // If even this is interrupted, the next import clears the rest.
            await runs.Clear(run.Id, isOurs: true, CancellationToken.None);
            throw;
        }
    }
}
