using System.Text.Json;
using FluentValidation;
using Hangfire;
using MediatR;
using ProblemTracker.Files;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Incidents;

/// <summary>Queues an uploaded file for import. First checks the map against the header, or reads all boundaries.</summary>
/// <param name="Map">For incidents: how to read the file.</param>
/// <param name="SavedMap">
/// For incidents: the name of a saved map to use instead. Words that it doesn't know get its default category; to take the preview's
/// proposals for them, send the preview's map.
/// </param>
/// <param name="SaveMapAs">Saves the map under this name, for next month's file.</param>
/// <param name="NameProperty">For neighborhoods: the property of the features with the names.</param>
/// <param name="Projection">For neighborhoods: number or name of the file's projection; null leaves it to the file.</param>
/// <param name="Boundaries">For neighborhoods: from which day, and what becomes of those under the file's.</param>
/// <param name="Fix">For neighborhoods: what to do with all coordinates, if they lie far away.</param>
[Needs(Permission.Import)]
public sealed record StartImport(long ImportId, IncidentMap? Map = null, string? SavedMap = null, string? SaveMapAs = null,
    string? NameProperty = null, string? Projection = null, BoundaryChoices? Boundaries = null, CoordinateFix? Fix = null)
    : ICommand<Done>;

internal sealed class StartImportValidator : AbstractValidator<StartImport>
{
    public StartImportValidator()
    {
        RuleFor(c => c.Map!).SetValidator(new IncidentMapValidator()).When(c => c.Map is not null);
        RuleFor(c => c.SavedMap).MaximumLength(SavedMaps.LongestName);
        RuleFor(c => c.SavedMap).Null().When(c => c.Map is not null).WithMessage("Send either map or savedMap, not both.");
        RuleFor(c => c.SaveMapAs).MaximumLength(SavedMaps.LongestName)
            .Must(name => string.IsNullOrWhiteSpace(name) || !name.IsBlank()).WithMessage("Write a name that can be seen.");
        RuleFor(c => c.NameProperty).MaximumLength(ImportBoundaries.LongestProperty);
        RuleFor(c => c.Projection).MaximumLength(ImportBoundaries.LongestProperty);
        RuleFor(c => c.Fix).IsInEnum();
        RuleFor(c => c.Boundaries!).SetValidator(new BoundaryChoicesValidator()).When(c => c.Boundaries is not null);
    }
}

/// <summary>What <see cref="StartImport"/> read before its transaction: the file can be large.</summary>
internal sealed class ReadForStart
{
    /// <summary>How to read the file, as JSON.</summary>
    public string Map { get; set; } = "";
    /// <summary>The map to save by a name.</summary>
    public IncidentMap? Saved { get; set; }
}

internal sealed class StartImportHandler(Db db, Actor actor, Uploads uploads, SavedMaps maps, IncidentCopy copy, FileSurveys surveys,
    NeighborhoodMap neighborhoods, ReadForStart read, IRecurringJobManager jobs, TimeProvider clock, IEnumerable<IRowImport> others)
    : IPrepare<StartImport>, IRequestHandler<StartImport, Done>
{
    public async Task Prepare(StartImport message, CancellationToken ct)
    {
        var import = await Waiting(message.ImportId, ct);
        await using var content = uploads.Open(import.StoredAs!);
        read.Map = import.Kind == ImportKind.Neighborhoods
            ? await Neighborhoods(message, import, content, ct)
            : await Rows(message, import, content, ct);
    }

    public async Task<Done> Handle(StartImport command, CancellationToken ct)
    {
        var import = await Waiting(command.ImportId, ct);
        if (read.Saved is { } saved) await maps.Put(command.SaveMapAs!, saved, ct);
        var now = clock.GetUtcNow();
        MustWait(await db.Execute(
            "UPDATE ImportRun SET State = 'Queued', Map = @Map, StartedAt = @now WHERE Id = @Id AND State = 'Uploaded' "
                + "AND FinishedAt IS NULL", new { import.Id, read.Map, now }, ct) == 1);
        await db.Record(actor, now, "import.started", null, import.Id, null, null, new { import.FileName, read.Map }, ct);
        db.AfterCommit(() =>
        {
            surveys.Forget(import.StoredAs);
            jobs.Trigger(WorkImports.Job);
            return Task.CompletedTask;
        });
        return Done.Instance;
    }

    private async Task<StoredImport> Waiting(long id, CancellationToken ct)
    {
        var import = await ImportSql.Find(db, id, ct);
        ImportSql.Demand(actor, import.Kind);
        MustWait(import.State == ImportState.Uploaded);
        return import;
    }

    private static void MustWait(bool waits)
    {
        if (!waits) throw new Conflict("import.started", "This import was already started.");
    }

    private async Task<string> Rows(StartImport command, StoredImport import, Stream content, CancellationToken ct)
    {
        var map = command.Map
            ?? (command.SavedMap is { } name ? await maps.Get(name, ct)
                : throw new Invalid("map", "Send map or savedMap: it says how to read the file."));
        if (map.Kind != import.Kind) throw new Invalid("map.kind", "This column map is for another kind of file.");
        try
        {
            await surveys.MustBeSure(import, map);
            if (others.FirstOrDefault(other => other.Takes(import.Kind)) is { } other)
                return Kept(command, await other.Check(content, import.FileName, map, ct));
            await using var opened = await copy.Open(content, import.FileName, map, ct);
            await MustBeDecided(import, map, ct);
            // Keep the zone that the preview showed, even if the agency's zone changes before the import runs.
            map = map with { TimeZone = opened.Zone.Id, SeenColumns = [.. opened.Rows.Header] };
        }
        catch (Invalid wrong)
        {
            throw new Invalid(
                wrong.Errors.ToDictionary(e => e.Key switch
                {
                    "file" => "map.columns",
                    "category" => "map.categories",
                    "projection" => "map.projection",
                    var key => key,
                }, e => e.Value));
        }
        return Kept(command, map);
    }

    private string Kept(StartImport command, IncidentMap map)
    {
        read.Saved = string.IsNullOrWhiteSpace(command.SaveMapAs) ? null : map;
        return JsonSerializer.Serialize(map, Json.Options);
    }

    /// <summary>Refuses now what would fail later, if the file is small enough to be read while the person waits.</summary>
    private async Task MustBeDecided(StoredImport import, IncidentMap map, CancellationToken ct)
    {
        if (map.Updates is not null || !map.Columns.ContainsKey(IncidentMap.Number)) return;
        if ((await surveys.Of(import, map, completes: false, ct)).Changes is [var first, ..])
            throw new Invalid("map.updates", $"Line {first.Line}: {first.Reason} Choose what happens to such rows. If the file is "
                + "of another source, enter a source name instead.");
    }

    private async Task<string> Neighborhoods(StartImport command, StoredImport import, Stream content, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(command.NameProperty))
            throw new Invalid("nameProperty", "Choose the column with the neighborhood names.");
        var how = new BoundaryImport(command.NameProperty, command.Boundaries,
            string.IsNullOrWhiteSpace(command.Projection) ? null : command.Projection.Trim(), command.Fix);
        try
        {
            var file = await ImportBoundaries.Read(content, import.FileName, how, () => neighborhoods.Extent(db, ct), ct);
            how.Choices?.MustSkip(file.Boundaries, "boundaries.skip");
        }
        catch (Invalid wrong)
        {
            throw new Invalid(wrong.Errors.ToDictionary(e => e.Key == "file" ? "nameProperty" : e.Key, e => e.Value));
        }
        return how.Write();
    }
}

internal static class StartImportEndpoint
{
    /// <param name="Map">For incidents: how to read the file, for example the map that the preview proposes.</param>
    /// <param name="SavedMap">For incidents: the name of a saved map to use instead.</param>
    /// <param name="SaveMapAs">Saves the map under this name; replaces a map with the same name.</param>
    /// <param name="NameProperty">For neighborhoods: the property of the features with the names.</param>
    /// <param name="Projection">For neighborhoods: number or name of the file's projection, if the file doesn't say it.</param>
    /// <param name="Boundaries">For neighborhoods: from which day, and what becomes of those under the file's.</param>
    /// <param name="Fix">For neighborhoods: what to do with all coordinates, if they lie far away, as the preview proposes.</param>
    internal sealed record Body(IncidentMap? Map = null, string? SavedMap = null, string? SaveMapAs = null, string? NameProperty = null,
        string? Projection = null, BoundaryChoices? Boundaries = null, CoordinateFix? Fix = null);

    public static void MapStartImport(this RouteGroupBuilder imports) => imports
        .MapPost("/{id:long}/start", async (long id, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new StartImport(id, body.Map, body.SavedMap, body.SaveMapAs, body.NameProperty, body.Projection,
                body.Boundaries, body.Fix), ct);
            return TypedResults.NoContent();
        })
        .WithName("StartImport").WithSummary("Start an import: read an uploaded file with a map, in the background");
}
