using System.Text.Json;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.Problems;

/// <summary>Sets how large files may be, and how many a problem can have. Files that are there already stay.</summary>
[Needs(Permission.Administer)]
public sealed record ChangeFileLimits(int Version, int MegabytesPerFile, int FilesPerProblem, int MegabytesPerProblem)
    : ICommand<VersionedSetting<FileLimits>>;

internal sealed class ChangeFileLimitsValidator : AbstractValidator<ChangeFileLimits>
{
    public ChangeFileLimitsValidator()
    {
        RuleFor(c => c.MegabytesPerFile).InclusiveBetween(1, FileLimits.MostMegabytesPerFile)
            .WithMessage($"Enter a number from 1 to {FileLimits.MostMegabytesPerFile}.");
        RuleFor(c => c.FilesPerProblem).InclusiveBetween(1, 10_000).WithMessage("Enter a number from 1 to 10,000.");
        RuleFor(c => c.MegabytesPerProblem).InclusiveBetween(1, 100_000).WithMessage("Enter a number from 1 to 100,000.");
    }
}

internal sealed class ChangeFileLimitsHandler(Db db, Actor actor, TimeProvider clock)
    : IRequestHandler<ChangeFileLimits, VersionedSetting<FileLimits>>
{
    public async Task<VersionedSetting<FileLimits>> Handle(ChangeFileLimits command, CancellationToken ct)
    {
        var before = (await FileSql.Limits(db, ct)).Value;
        var after = new FileLimits(command.MegabytesPerFile, command.FilesPerProblem, command.MegabytesPerProblem);
        var version = await SettingSql.Replace(db, SettingNames.Files, JsonSerializer.Serialize(after, Json.Options), command.Version, ct);
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, SettingNames.Files, null, before, after, ct);
        return new(version, after);
    }
}

internal static class ChangeFileLimitsEndpoint
{
    public static void MapChangeFileLimits(this RouteGroupBuilder settings) => settings
        .MapPut("/files", async (IfMatch version, FileLimits body, IMediator mediator, CancellationToken ct) =>
            (await mediator.Send(
                new ChangeFileLimits(version, body.MegabytesPerFile, body.FilesPerProblem, body.MegabytesPerProblem), ct)).Result())
        .WithName("ChangeFileLimits").WithSummary("Set how large files may be, and how many a problem can have").Produces<FileLimits>();
}
