using FluentValidation;
using MediatR;
using ProblemTracker.Agency;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>Writes a bulletin for residents. They read it when a supervisor other than its writer approves it.</summary>
/// <param name="NeighborhoodId">Null for the whole city.</param>
[Needs(Permission.WorkConcerns)]
public sealed record WriteBulletin(long? NeighborhoodId, IReadOnlyList<BulletinText> Texts) : ICommand<BulletinDetails>, IBulletin;

/// <summary>Changes a bulletin that waits or was returned. It waits for a supervisor again.</summary>
[Needs(Permission.WorkConcerns)]
public sealed record ChangeBulletin(long BulletinId, int Version, long? NeighborhoodId, IReadOnlyList<BulletinText> Texts)
    : ICommand<BulletinDetails>, IBulletin;

internal interface IBulletin
{
    long? NeighborhoodId { get; }
    IReadOnlyList<BulletinText> Texts { get; }
}

internal abstract class BulletinRules<T> : AbstractValidator<T> where T : IBulletin
{
    protected BulletinRules()
    {
        RuleFor(c => c.Texts).OnePerLanguage();
        RuleForEach(c => c.Texts).NotNull().SetValidator(new BulletinTextRules());
    }
}

internal sealed class WriteBulletinValidator : BulletinRules<WriteBulletin>;

internal sealed class ChangeBulletinValidator : BulletinRules<ChangeBulletin>;

internal sealed class WriteBulletinHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock, BulletinEmails emails)
    : IRequestHandler<WriteBulletin, BulletinDetails>, IRequestHandler<ChangeBulletin, BulletinDetails>
{
    public async Task<BulletinDetails> Handle(WriteBulletin command, CancellationToken ct)
    {
        await CheckPlace(command.NeighborhoodId, ct);
        var now = clock.GetUtcNow();
        var id = await db.Insert("""
            INSERT INTO Bulletin (NeighborhoodId, Texts, Status, WrittenBy, WrittenAt)
            VALUES (@NeighborhoodId, @Texts, 'Waiting', @PersonId, @now)
            """, new { command.NeighborhoodId, Texts = Text(command), actor.PersonId, now }, ct);
        return await Waits(id, now, "bulletin.written", null, ct);
    }

    public async Task<BulletinDetails> Handle(ChangeBulletin command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await BulletinSql.Take(db, command.BulletinId, command.Version, ct);
        if (before.Status is not (BulletinStatus.Waiting or BulletinStatus.Returned))
            throw new RuleBroken("bulletin.decided", before.Status == BulletinStatus.Withdrawn
                ? "This bulletin was withdrawn. Write another one."
                : "Residents can read this bulletin. Withdraw it and write another one.", "status");
        if (before.NeighborhoodId != command.NeighborhoodId) await CheckPlace(command.NeighborhoodId, ct);
        await db.Execute("""
            UPDATE Bulletin SET NeighborhoodId = @NeighborhoodId, Texts = @Texts, Status = 'Waiting', WrittenBy = @PersonId,
                WrittenAt = @now, DecidedBy = NULL, DecidedAt = NULL, Reason = NULL
            WHERE Id = @BulletinId
            """, new { command.BulletinId, command.NeighborhoodId, Texts = Text(command), actor.PersonId, now }, ct);
        return await Waits(command.BulletinId, now, "bulletin.changed", before.Texts, ct);
    }

    private async Task<BulletinDetails> Waits(long id, DateTimeOffset now, string auditEvent, object? before, CancellationToken ct)
    {
        var after = await BulletinSql.Read(db, id, ct);
        await db.Record(actor, now, auditEvent, null, id, null, before, after.Texts, ct);
        await emails.Ask(after, ct);
        return after;
    }

    private async Task CheckPlace(long? neighborhoodId, CancellationToken ct)
    {
        if (neighborhoodId is { } id && !await NeighborhoodSql.CanBeChosen(db, id, await agency.Today(ct), ct))
            throw new Invalid("neighborhoodId", "Choose a neighborhood that exists today.");
    }

    private static string Text(IBulletin bulletin) => PublicTexts.Write(bulletin.Texts.Select(text => text.Trimmed()));
}

internal static class WriteBulletinEndpoint
{
    public sealed record Body(IReadOnlyList<BulletinText> Texts, long? NeighborhoodId = null);

    public static void MapWriteBulletin(this RouteGroupBuilder bulletins)
    {
        bulletins.MapPost("/", (Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new WriteBulletin(body.NeighborhoodId, body.Texts), ct))
            .WithName("WriteBulletin").WithSummary("Write a bulletin for residents, which a supervisor approves");
        bulletins.MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
                mediator.Send(new ChangeBulletin(id, version, body.NeighborhoodId, body.Texts), ct))
            .WithName("ChangeBulletin").WithSummary("Change a bulletin that residents can't read yet");
    }
}
