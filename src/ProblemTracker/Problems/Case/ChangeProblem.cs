using System.Diagnostics.CodeAnalysis;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Problems;

/// <summary>
/// Changes a problem's description, location and other details. Null leaves a field unchanged. Address and coordinates can be cleared, so
/// flags say whether they were given. New coordinates without a neighborhood move the problem to the neighborhood around them.
/// </summary>
[Needs(Permission.WorkProblems)]
public sealed record ChangeProblem(
    long ProblemId, int Version, string? Title = null, string? Description = null, string? CategoryCode = null, long? NeighborhoodId = null,
    bool SetsAddress = false, string? Address = null, bool SetsPoint = false, double? Latitude = null, double? Longitude = null,
    ProblemSource? Source = null, Priority? Priority = null, bool? Confidential = null) : ICommand<ProblemChanged>;

public sealed record ProblemChanged(
    long Id, string Title, string Description, string CategoryCode, long NeighborhoodId, string? Address,
    double? Latitude, double? Longitude, ProblemSource Source, Priority Priority, bool Confidential, int Version) : IVersioned;

internal sealed class ChangeProblemValidator : AbstractValidator<ChangeProblem>
{
    public ChangeProblemValidator()
    {
        RuleFor(c => c.Title).NotEmpty().WithMessage("Give the problem a title.").MaximumLength(200).When(c => c.Title is not null);
        RuleFor(c => c.Description).NotEmpty().WithMessage("Describe in a sentence or two what keeps happening.").MaximumLength(4000)
            .When(c => c.Description is not null);
        RuleFor(c => c.CategoryCode).NotEmpty().WithMessage("Choose a category.").MaximumLength(50).When(c => c.CategoryCode is not null);
        RuleFor(c => c.Source).IsInEnum();
        RuleFor(c => c.Priority).IsInEnum();
        RuleFor(c => c.Address).MaximumLength(300);
        this.PlaceRules(c => c.Latitude, c => c.Longitude);
    }
}

internal sealed class ChangeProblemHandler(Db db, CaseFiles files, NeighborhoodMap map, AgencySettings agency)
    : IRequestHandler<ChangeProblem, ProblemChanged>
{
    public async Task<ProblemChanged> Handle(ChangeProblem command, CancellationToken ct)
    {
        var file = await files.Take(command.ProblemId, Permission.WorkProblems, ct);
        file.MustBeOpen();
        file.MustBeAt(command.Version);
        var old = file.Problem;
        var before = new ProblemChanged(old.Id, old.Title, old.Description, old.CategoryCode, old.NeighborhoodId, old.Address,
            old.Latitude, old.Longitude, old.Source, old.Priority, old.Confidential, old.Version);
        var after = before with
        {
            Title = command.Title?.Trim() ?? before.Title,
            Description = command.Description?.Trim() ?? before.Description,
            CategoryCode = command.CategoryCode ?? before.CategoryCode,
            Address = !command.SetsAddress ? before.Address : command.Address.IsBlank() ? null : command.Address.Trim(),
            Latitude = command.SetsPoint ? command.Latitude : before.Latitude,
            Longitude = command.SetsPoint ? command.Longitude : before.Longitude,
            Source = command.Source ?? before.Source,
            Priority = command.Priority ?? before.Priority,
            Confidential = command.Confidential ?? before.Confidential,
        };
        after = after with { NeighborhoodId = await Neighborhood(command, before, after, ct) };
        // A category that has been retired may stay, but can't be newly chosen.
        if (after.CategoryCode != before.CategoryCode) await Places.MustBeCategory(db, after.CategoryCode, ct);
        var changes = Changes(before, after);
        if (changes.Count == 0) return before;

        file.Describe(problem => problem with
        {
            Title = after.Title,
            Description = after.Description,
            CategoryCode = after.CategoryCode,
            NeighborhoodId = after.NeighborhoodId,
            Address = after.Address,
            Latitude = after.Latitude,
            Longitude = after.Longitude,
            Source = after.Source,
            Priority = after.Priority,
            Confidential = after.Confidential,
        });
        file.Record("problem.changed", null, Summary(before, after, changes),
            changes.ToDictionary(c => c.Field, c => c.Before), changes.ToDictionary(c => c.Field, c => c.After));
        await files.Save(file, ct);
        return after with { Version = file.Problem.Version };
    }

    private async Task<long> Neighborhood(ChangeProblem command, ProblemChanged before, ProblemChanged after, CancellationToken ct)
    {
        var isMoved = after.Latitude is not null && (after.Latitude, after.Longitude) != (before.Latitude, before.Longitude);
        // A neighborhood that was retired since may stay, but can't be newly chosen.
        return command.NeighborhoodId == before.NeighborhoodId || (command.NeighborhoodId is null && !isMoved) ? before.NeighborhoodId
            : await Places.Neighborhood(db, map, await agency.Today(ct), command.NeighborhoodId, after.Address, after.Latitude,
                after.Longitude, ct);
    }

    private sealed record Change(string Field, string Label, object? Before, object? After);

    private static List<Change> Changes(ProblemChanged before, ProblemChanged after) =>
    [
        .. new Change[]
        {
            new("title", "title", before.Title, after.Title),
            new("description", "description", before.Description, after.Description),
            new("categoryCode", "category", before.CategoryCode, after.CategoryCode),
            new("neighborhoodId", "neighborhood", before.NeighborhoodId, after.NeighborhoodId),
            new("address", "address", before.Address, after.Address),
            new("latitude", "coordinates", before.Latitude, after.Latitude),
            new("longitude", "coordinates", before.Longitude, after.Longitude),
            new("source", "source", before.Source, after.Source),
            new("priority", "priority", before.Priority, after.Priority),
            new("confidential", "confidentiality", before.Confidential, after.Confidential),
        }.Where(c => !Equals(c.Before, c.After)),
    ];

    private static string Summary(ProblemChanged before, ProblemChanged after, IReadOnlyList<Change> changes)
    {
        var what = $"Changed {string.Join(", ", changes.Select(c => c.Label).Distinct())}.";
        if (before.Priority != after.Priority) what += $" Priority: {Wording.Of(before.Priority)} → {Wording.Of(after.Priority)}.";
        if (before.Confidential != after.Confidential)
            what += after.Confidential ? " Now confidential." : " No longer confidential.";
        return what;
    }
}

internal static class ChangeProblemEndpoint
{
    /// <summary>
    /// Absent fields stay unchanged. Null clears the address or the coordinates (latitude and longitude together); other fields reject it.
    /// </summary>
    public sealed record Body
    {
        private readonly string? _address;
        private readonly double? _latitude;
        private readonly double? _longitude;

        [DisallowNull] public string? Title { get; init; }
        [DisallowNull] public string? Description { get; init; }
        [DisallowNull] public string? CategoryCode { get; init; }
        [DisallowNull] public long? NeighborhoodId { get; init; }
        public string? Address { get => _address; init => (_address, HasAddress) = (value, true); }
        public double? Latitude { get => _latitude; init => (_latitude, HasLatitude) = (value, true); }
        public double? Longitude { get => _longitude; init => (_longitude, HasLongitude) = (value, true); }
        [DisallowNull] public ProblemSource? Source { get; init; }
        [DisallowNull] public Priority? Priority { get; init; }
        [DisallowNull] public bool? Confidential { get; init; }

        internal bool HasAddress { get; private init; }
        internal bool HasLatitude { get; private init; }
        internal bool HasLongitude { get; private init; }
    }

    public static void MapChangeProblem(this RouteGroupBuilder problems) => problems
        .MapPatch("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            body.HasLatitude == body.HasLongitude
                ? mediator.Send(new ChangeProblem(id, version, body.Title, body.Description, body.CategoryCode, body.NeighborhoodId,
                    body.HasAddress, body.Address, body.HasLatitude, body.Latitude, body.Longitude, body.Source,
                    body.Priority, body.Confidential), ct)
                : throw new Invalid(body.HasLatitude ? "longitude" : "latitude", "Give latitude and longitude together, or neither."))
        .WithName("ChangeProblem")
        .WithSummary("Change a problem's details; absent fields stay unchanged, null clears the address or coordinates");
}
