using System.Globalization;
using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using ProblemTracker.Agency;

namespace ProblemTracker.PublicRecords;

/// <summary>Records that somebody asked for public records.</summary>
/// <param name="Requester">Who asked.</param>
/// <param name="Wording">What they asked for, in their words.</param>
[Needs(Permission.ReleaseRecords)]
public sealed record CreateRecordsRequest(string Requester, string Wording, DateOnly ReceivedOn, DateOnly? DueOn = null)
    : ICommand<RecordsRequestRow>, IRecordsRequestFields;

/// <summary>The editable fields of a request.</summary>
public interface IRecordsRequestFields
{
    string Requester { get; }
    string Wording { get; }
    DateOnly ReceivedOn { get; }
    DateOnly? DueOn { get; }
}

internal abstract class RecordsRequestRules<T> : AbstractValidator<T> where T : IRecordsRequestFields
{
    protected RecordsRequestRules()
    {
        RuleFor(c => c.Requester).NotEmpty().WithMessage("Enter who asked.").MaximumLength(300);
        RuleFor(c => c.Wording).NotEmpty().WithMessage("Enter what they asked for.").MaximumLength(4000);
        RuleFor(c => c.ReceivedOn).Must(day => day.Year is >= 2000 and <= 2100)
            .WithMessage("Enter the day on which the request arrived, such as 2026-03-02.");
        RuleFor(c => c.DueOn).Must((c, day) => day is null || (day >= c.ReceivedOn && day.Value.Year <= 2100))
            .WithMessage("The due date is before the day on which the request arrived, or too far away.");
    }
}

internal sealed class CreateRecordsRequestValidator : RecordsRequestRules<CreateRecordsRequest>;

internal sealed class CreateRecordsRequestHandler(Db db, Actor actor, AgencySettings agency, TimeProvider clock)
    : IRequestHandler<CreateRecordsRequest, RecordsRequestRow>
{
    public async Task<RecordsRequestRow> Handle(CreateRecordsRequest command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await RecordsSql.MustHaveArrived(agency, command.ReceivedOn, ct);
        var year = (await agency.Calendar(ct)).DateOf(now).Year;
        // Two at once get the same number on a database with several writers; the unique index refuses the second.
        var ordinal = 1 + await db.Single<int>("SELECT COALESCE(MAX(Ordinal), 0) FROM RecordsRequest WHERE ForYear = @year",
            new { year }, ct);
        var id = await db.Insert("""
            INSERT INTO RecordsRequest (ForYear, Ordinal, Number, Requester, Wording, ReceivedOn, DueOn, Salt, CreatedAt, CreatedBy,
                TouchedAt)
            VALUES (@year, @ordinal, @Number, @Requester, @Wording, @ReceivedOn, @DueOn, @Salt, @now, @PersonId, @now)
            """, new
        {
            year,
            ordinal,
            Number = string.Create(CultureInfo.InvariantCulture, $"R-{year:0000}-{ordinal:0000}"),
            Requester = command.Requester.Trim(),
            Wording = command.Wording.Trim(),
            command.ReceivedOn,
            command.DueOn,
            Salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            now,
            actor.PersonId,
        }, ct);
        // Not the requester's words, which can name people.
        await db.Record(actor, now, "recordsRequest.created", null, id, null, null, new { command.ReceivedOn, command.DueOn }, ct);
        return await RecordsSql.Find(db, id, ct);
    }
}

internal static class CreateRecordsRequestEndpoint
{
    public static void MapCreateRecordsRequest(this RouteGroupBuilder requests) => requests
        .MapPost("/", async (CreateRecordsRequest body, IMediator mediator, CancellationToken ct) =>
        {
            var created = await mediator.Send(body, ct);
            return TypedResults.Created($"/api/v1/records-requests/{created.Id}", created);
        })
        .WithName("CreateRecordsRequest").WithSummary("Record a public-records request");
}
