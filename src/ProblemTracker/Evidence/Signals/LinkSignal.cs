using MediatR;
using ProblemTracker.Incidents;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>
/// Makes a signal and its incidents part of a problem. In Scanning, its sentence with its source goes into what the worksheet leaves blank:
/// how often it happens, recurring, and similarity.
/// </summary>
[Needs(Permission.OpenProblems)]
public sealed record LinkSignal(long SignalId, int Version, long ProblemId) : ICommand<SignalLinked>;

/// <param name="Incidents">Incidents that the problem did not have before.</param>
/// <param name="IsTooLarge">
/// The signal has more incidents than can be linked, as a series of a whole city can have; it was linked without them.
/// </param>
public sealed record SignalLinked(int Incidents, bool IsTooLarge);

internal sealed class LinkSignalHandler(Db db, Actor actor, CaseFiles files, IncidentLinks links)
    : IRequestHandler<LinkSignal, SignalLinked>
{
    public async Task<SignalLinked> Handle(LinkSignal command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        await SignalDecisions.Take(db, actor, command.SignalId, command.Version, ct);
        var signal = await db.Single<Kept>(
            $"SELECT {SignalSql.Facts}, s.FilterJson FROM Signal s {SignalSql.Names} WHERE s.Id = @SignalId", new { command.SignalId }, ct);
        await db.Execute(
            SignalDecisions.Decide(actor, command.SignalId, SignalDecision.Problem, null, null, command.ProblemId, file.Now), ct);
        file.Record("problem.signal.linked", null, $"Made signal {signal.Id} part of the problem: {signal.Sentence}", null,
            new { Signal = signal.Id });
        var isTooLarge = signal.Observed > LinkIncidents.Most;
        var linked = isTooLarge ? 0 : (await links.Add(file, null, SignalSql.Read<IncidentFilter>(signal.FilterJson), ct)).Added;
        var before = file.Dossier.Scanning;
        var after = Fill(before, signal);
        if (file.Problem.Stage == Stage.Scanning && after != before)
        {
            file.Record("sheet.scanning", SheetKind.Scanning, "Filled the Scanning worksheet from a signal.", before, after);
            file.SaveSheet(SheetKind.Scanning, after, endsDraft: false);
        }
        await files.Save(file, ct);
        return new(linked, isTooLarge);
    }

    private sealed record Kept : SignalLine
    {
        public string FilterJson { get; init; } = "";
    }

    /// <summary>Fills in what is blank.</summary>
    private static ScanningSheet Fill(ScanningSheet sheet, SignalLine signal)
    {
        var source = $" Source: signal {signal.Id}, incidents of {DateText.Date(signal.FromDay)} to {DateText.Date(signal.ToDay)}.";
        var recurring = signal.Sentence + source;
        var alike = Alike(signal) + source;
        return sheet with
        {
            HowOften = sheet.HowOften ?? recurring,
            Cheers = sheet.Cheers with
            {
                Recurring = sheet.Cheers.Recurring is { Answer: null, Evidence: null }
                    ? new() { Answer = YesNo.Yes, Evidence = recurring } : sheet.Cheers.Recurring,
                Similarity = sheet.Cheers.Similarity is { Answer: null, Evidence: null }
                    ? new() { Answer = YesNo.Yes, Evidence = alike } : sheet.Cheers.Similarity,
            },
        };
    }

    private static string Alike(SignalLine signal)
    {
        var where = signal.Place is { } place ? signal.Radius is { } radius ? $"within {radius:0} m of {place}" : $"at {place}"
            : signal.Neighborhood is { } name ? $"in {name}" : "in the city";
        return signal.Category is { } category ? $"The linked incidents are in the category {category}, {where}."
            : $"The linked incidents are {where}.";
    }
}

internal static class LinkSignalEndpoint
{
    public sealed record Body(long ProblemId);

    public static void MapLinkSignal(this RouteGroupBuilder signals) => signals
        .MapPost("/{id:long}/problem", async (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new LinkSignal(id, version, body.ProblemId), ct);
            return await mediator.Send(new ReadSignal(id), ct);
        })
        .WithName("LinkSignal").WithSummary("Make a signal and its incidents part of an open problem");
}
