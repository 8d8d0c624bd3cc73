using FluentValidation;
using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Evidence;

/// <summary>A series of numbers from elsewhere, as it is typed or uploaded.</summary>
/// <param name="Source">Where the numbers come from.</param>
/// <param name="Numbers">See <see cref="SeriesNumbers"/>.</param>
public sealed record SeriesInput(string? Name, string? Source, string? Numbers, bool MoreIsBetter = false);

/// <summary>Adds a series of numbers from elsewhere, for a test to measure.</summary>
[Needs(Permission.WorkEvidence), BodyIs(nameof(Series))]
public sealed record AddSeries(long ProblemId, SeriesInput Series) : ICommand<ManualSeries>;

/// <summary>Changes a series, or adds the numbers that arrived since.</summary>
[Needs(Permission.WorkEvidence), BodyIs(nameof(Series))]
public sealed record ChangeSeries(long ProblemId, long SeriesId, int Version, SeriesInput Series) : ICommand<ManualSeries>;

/// <summary>Deletes a series that no test measures.</summary>
[Needs(Permission.WorkEvidence)]
public sealed record RemoveSeries(long ProblemId, long SeriesId, int Version) : ICommand<Done>;

internal sealed class SeriesInputValidator : AbstractValidator<SeriesInput>
{
    public SeriesInputValidator()
    {
        RuleFor(s => s.Name).NotEmpty().WithMessage("Give the series a name, such as Bags of litter.")
            .MaximumLength(ManualSeriesSql.LongestName);
        RuleFor(s => s.Source).NotEmpty().WithMessage("Say where the numbers come from.").MaximumLength(ManualSeriesSql.LongestSource);
        RuleFor(s => s.Numbers).NotEmpty().WithMessage("Enter at least one number, such as 2026-01 12.")
            .MaximumLength(SeriesNumbers.LongestText).DependentRules(() => RuleFor(s => s.Numbers).Custom((text, context) =>
            {
                if (SeriesNumbers.Read(text).Wrong is { } wrong) context.AddFailure(wrong);
            }));
    }
}

internal sealed class AddSeriesValidator : AbstractValidator<AddSeries>
{
    public AddSeriesValidator() => RuleFor(c => c.Series).SetValidator(new SeriesInputValidator());
}

internal sealed class ChangeSeriesValidator : AbstractValidator<ChangeSeries>
{
    public ChangeSeriesValidator() => RuleFor(c => c.Series).SetValidator(new SeriesInputValidator());
}

internal sealed class WriteSeriesHandler(Db db, Actor actor, CaseFiles files) : IRequestHandler<AddSeries, ManualSeries>,
    IRequestHandler<ChangeSeries, ManualSeries>, IRequestHandler<RemoveSeries, Done>
{
    private sealed record Columns(string Name, string Source, bool MoreIsBetter, string Numbers)
    {
        public static Columns Of(SeriesInput input) => new(input.Name!.Trim(), input.Source!.Trim(), input.MoreIsBetter,
            SeriesNumbers.Text(SeriesNumbers.Read(input.Numbers).Numbers));

        public static Columns Of(ManualSeries series) => new(series.Name, series.Source, series.MoreIsBetter, series.Numbers);
    }

    public async Task<ManualSeries> Handle(AddSeries command, CancellationToken ct)
    {
        var file = await Take(command.ProblemId, ct);
        var series = Columns.Of(command.Series);
        var id = await db.Insert("""
            INSERT INTO ManualSeries (ProblemId, Name, Source, MoreIsBetter, Numbers, ChangedBy, ChangedAt)
            VALUES (@ProblemId, @Name, @Source, @MoreIsBetter, @Numbers, @PersonId, @Now)
            """, new
        {
            command.ProblemId,
            series.Name,
            series.Source,
            series.MoreIsBetter,
            series.Numbers,
            actor.PersonId,
            file.Now,
        }, ct);
        file.Record("series.added", id, $"Added a series of numbers: {series.Name}", null, series);
        await files.Save(file, ct);
        return await ManualSeriesSql.Find(db, command.ProblemId, id, ct);
    }

    public async Task<ManualSeries> Handle(ChangeSeries command, CancellationToken ct)
    {
        var file = await Take(command.ProblemId, ct);
        var before = await ManualSeriesSql.Find(db, command.ProblemId, command.SeriesId, ct);
        if (before.Version != command.Version) throw new Stale(before.Version);
        var series = Columns.Of(command.Series);
        file.Write("""
            UPDATE ManualSeries SET Name = @Name, Source = @Source, MoreIsBetter = @MoreIsBetter, Numbers = @Numbers,
                ChangedBy = @PersonId, ChangedAt = @Now, Version = Version + 1 WHERE Id = @Id
            """, new { series.Name, series.Source, series.MoreIsBetter, series.Numbers, actor.PersonId, file.Now, before.Id });
        file.Record("series.changed", before.Id, $"Changed a series of numbers: {series.Name}", Columns.Of(before), series);
        await files.Save(file, ct);
        return await ManualSeriesSql.Find(db, command.ProblemId, before.Id, ct);
    }

    public async Task<Done> Handle(RemoveSeries command, CancellationToken ct)
    {
        var file = await Take(command.ProblemId, ct);
        var before = await ManualSeriesSql.Find(db, command.ProblemId, command.SeriesId, ct);
        if (before.Version != command.Version) throw new Stale(before.Version);
        var kept = MeasureBasis.OfSeries(before.Id).ToString();
        if (new[] { file.Dossier.Response, file.Dossier.Plan?.Sheet }.Any(sheet => sheet?.Evaluation.Test?.Filter == kept))
            throw new RuleBroken("series.inUse", "The test of the response measures this series. Choose another measure first.", "series");
        file.Write("DELETE FROM ManualSeries WHERE Id = @Id", new { before.Id });
        file.Record("series.removed", before.Id, $"Removed a series of numbers: {before.Name}", Columns.Of(before), null);
        await files.Save(file, ct);
        return Done.Instance;
    }

    private async Task<CaseFile> Take(long problemId, CancellationToken ct)
    {
        var file = await files.Take(problemId, Permission.WorkEvidence, ct);
        file.MustBeOpen();
        return file;
    }
}

internal static class WriteSeriesEndpoint
{
    public static void MapWriteSeries(this RouteGroupBuilder problems)
    {
        problems.MapPost("/{id:long}/measures/series", async (long id, SeriesInput body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Created($"/api/v1/problems/{id}/measures", await mediator.Send(new AddSeries(id, body), ct)))
            .WithName("AddSeries").WithSummary("Add a series of numbers from elsewhere, for a test to measure");
        problems.MapPut("/{id:long}/measures/series/{seriesId:long}",
                (long id, long seriesId, IfMatch version, SeriesInput body, IMediator mediator, CancellationToken ct) =>
                    mediator.Send(new ChangeSeries(id, seriesId, version, body), ct))
            .WithName("ChangeSeries").WithSummary("Change a series of numbers, or add those that arrived since");
        problems.MapDelete("/{id:long}/measures/series/{seriesId:long}",
                async (long id, long seriesId, IfMatch version, IMediator mediator, CancellationToken ct) =>
                {
                    await mediator.Send(new RemoveSeries(id, seriesId, version), ct);
                    return TypedResults.NoContent();
                })
            .WithName("RemoveSeries").WithSummary("Delete a series of numbers that no test measures");
    }
}
