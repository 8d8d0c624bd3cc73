using MediatR;
using ProblemTracker.Problems;

namespace ProblemTracker.Stakeholders;

/// <summary>Changes an entry of the directory, for every problem it is attached to.</summary>
/// <param name="IsAdult">Required if an organization becomes a kind that may be a person; not stored.</param>
[Needs(Permission.WorkProblems)]
public sealed record ChangeStakeholder(
    long StakeholderId, int Version, string Name, StakeholderKind Kind, bool? IsAdult = null, string? SafeContact = null,
    Channel? PreferredChannel = null, string? Phone = null, string? Email = null, string? PostalAddress = null,
    string? Language = null, string? Shareable = null, string? Remarks = null, string? EmailLanguage = null)
    : ICommand<StakeholderDetails>, IStakeholderFields;

internal sealed class ChangeStakeholderValidator : StakeholderRules<ChangeStakeholder>;

internal sealed class ChangeStakeholderHandler(Db db, Actor actor, TrackerClock clock)
    : IRequestHandler<ChangeStakeholder, StakeholderDetails>
{
    public async Task<StakeholderDetails> Handle(ChangeStakeholder command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var before = await StakeholderSql.FindToChange(db, command.StakeholderId, command.Version, ct);
        if (!before.Kind.MayBePerson()) StakeholderSql.MustBeAdult(command);
        var changed = await db.Execute(StakeholderSql.Update, StakeholderSql.Row(command, command.StakeholderId, command.Version, now), ct);
        if (changed == 0) throw new Stale(before.Version + 1);
        var after = (await StakeholderSql.Find(db, command.StakeholderId, ct))!;
        await StakeholderTexts.Keep(db, after, ct);
        await LadderMark.ResetStakeholder(db, command.StakeholderId, ct);
        // Queued email would go to the old address, which may belong to someone else by now.
        if (StakeholderSql.EmailKey(before.Email) != StakeholderSql.EmailKey(after.Email))
            await StakeholderSql.DiscardMail(db, clock, after.Id, ct);
        await db.Record(actor, now, "stakeholder.changed", null, command.StakeholderId, null, before, after, ct);
        return after;
    }
}

internal static class ChangeStakeholderEndpoint
{
    public sealed record Body(
        string Name, StakeholderKind Kind, bool? IsAdult = null, string? SafeContact = null, Channel? PreferredChannel = null,
        string? Phone = null, string? Email = null, string? PostalAddress = null, string? Language = null,
        string? Shareable = null, string? Remarks = null, string? EmailLanguage = null);

    public static void MapChangeStakeholder(this RouteGroupBuilder stakeholders) => stakeholders
        .MapPut("/{id:long}", (long id, IfMatch version, Body body, IMediator mediator, CancellationToken ct) =>
            mediator.Send(
                new ChangeStakeholder(id, version, body.Name, body.Kind, body.IsAdult, body.SafeContact, body.PreferredChannel,
                    body.Phone, body.Email, body.PostalAddress, body.Language, body.Shareable, body.Remarks,
                    body.EmailLanguage), ct))
        .WithName("ChangeStakeholder").WithSummary("Change a stakeholder in the directory");
}
