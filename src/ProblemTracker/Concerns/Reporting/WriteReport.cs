using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;

namespace ProblemTracker.Concerns;

/// <summary>A step of writing a report, kept under the key of its writer.</summary>
public interface IReportStep
{
    string Key { get; }
}

/// <summary>The first step: what it is about.</summary>
[AllowEveryone]
public sealed record SayWhat(string Key, string? CategoryCode, string? Description) : ICommand<Done>, IReportStep;

/// <summary>Keeps the words of someone who chose what another service of the city handles.</summary>
[AllowEveryone]
public sealed record KeepDescription(string Key, string? Description) : ICommand<Done>, IReportStep;

/// <summary>The second step: where it happens. One of them is enough.</summary>
[AllowEveryone]
public sealed record SayWhere(string Key, string? Address, long? NeighborhoodId, double? Latitude = null, double? Longitude = null)
    : ICommand<Done>, IReportStep;

/// <summary>The third step: when and how often. All of it can be left out.</summary>
/// <param name="HappenedOn">The last local day on which it happened.</param>
[AllowEveryone]
public sealed record SayWhen(string Key, Frequency? Frequency, DateOnly? HappenedOn, string? TimesOfDay) : ICommand<Done>, IReportStep;

/// <summary>The fifth step: who reports it, if they say so, and what they allow.</summary>
/// <param name="MayCall">The department may call the phone number.</param>
/// <param name="MayAnswer">The department may send emails about this concern.</param>
/// <param name="MayAttach">The department may ask them to work on the problem as a stakeholder.</param>
[AllowEveryone]
public sealed record SayWho(string Key, string? Name, string? Email, string? Phone, bool MayCall, bool MayAnswer, bool MayAttach)
    : ICommand<Done>, IReportStep;

internal abstract class ReportStepRules<T> : AbstractValidator<T> where T : IReportStep
{
    protected ReportStepRules() => RuleFor(c => c.Key).NotEmpty().MaximumLength(ReportKey.Longest);
}

internal sealed class SayWhatValidator : ReportStepRules<SayWhat>
{
    public SayWhatValidator(IStringLocalizer<ConcernTexts> words)
    {
        RuleFor(c => c.CategoryCode).NotEmpty().WithMessage(_ => words["What.CategoryNeeded"])
            .MaximumLength(50).WithMessage(_ => words["What.CategoryNeeded"]);
        RuleFor(c => c.Description).NotEmpty().WithMessage(_ => words["What.DescriptionNeeded"])
            .MaximumLength(4000).WithMessage(_ => words["TooLong", 4000]);
    }
}

internal sealed class KeepDescriptionValidator : ReportStepRules<KeepDescription>
{
    public KeepDescriptionValidator(IStringLocalizer<ConcernTexts> words) =>
        RuleFor(c => c.Description).MaximumLength(4000).WithMessage(_ => words["TooLong", 4000]);
}

internal sealed class SayWhereValidator : ReportStepRules<SayWhere>
{
    public SayWhereValidator(IStringLocalizer<ConcernTexts> words)
    {
        RuleFor(c => c.Address).Must((c, address) => !address.IsBlank() || c.NeighborhoodId is not null || c.Latitude is not null)
            .WithMessage(_ => words["Where.Needed"]).MaximumLength(300).WithMessage(_ => words["TooLong", 300]);
        RuleFor(c => c.Latitude).InclusiveBetween(-90, 90).WithMessage(_ => words["Where.Point"])
            .Must((c, value) => value is null == c.Longitude is null).WithMessage(_ => words["Where.Point"]);
        RuleFor(c => c.Longitude).InclusiveBetween(-180, 180).WithMessage(_ => words["Where.Point"]);
    }
}

internal sealed class SayWhenValidator : ReportStepRules<SayWhen>
{
    public SayWhenValidator(IStringLocalizer<ConcernTexts> words)
    {
        RuleFor(c => c.Frequency).IsInEnum();
        RuleFor(c => c.TimesOfDay).MaximumLength(500).WithMessage(_ => words["TooLong", 500]);
        RuleFor(c => c.HappenedOn).Must(day => day is null or { Year: >= 2000 }).WithMessage(_ => words["When.TooEarly"]);
    }
}

internal sealed class SayWhoValidator : ReportStepRules<SayWho>
{
    public SayWhoValidator(IStringLocalizer<ConcernTexts> words)
    {
        RuleFor(c => c.Name).MaximumLength(200).WithMessage(_ => words["TooLong", 200]);
        RuleFor(c => c.Email).MaximumLength(254).WithMessage(_ => words["TooLong", 254])
            .Must(email => email.IsBlank() || TextRules.IsEmailAddress(email)).WithMessage(_ => words["Who.EmailWrong"])
            .Must((c, email) => !c.MayAnswer || !email.IsBlank()).WithMessage(_ => words["Who.EmailNeeded"]);
        RuleFor(c => c.Phone).MaximumLength(50).WithMessage(_ => words["TooLong", 50])
            .Must((c, phone) => !c.MayCall || !phone.IsBlank()).WithMessage(_ => words["Who.PhoneNeeded"])
            .Must((c, phone) => !c.MayCall || phone.IsBlank() || TextRules.IsPhone(phone)).WithMessage(_ => words["Who.PhoneWrong"]);
    }
}

internal sealed class WriteReportHandler(
    Db db, AgencySettings agency, ConcernPlaces places, TimeProvider clock, IStringLocalizer<ConcernTexts> words)
    : IRequestHandler<SayWhat, Done>, IRequestHandler<KeepDescription, Done>, IRequestHandler<SayWhere, Done>,
        IRequestHandler<SayWhen, Done>, IRequestHandler<SayWho, Done>
{
    public Task<Done> Handle(SayWhat command, CancellationToken ct) => Change(command.Key, report => report with
    {
        CategoryCode = command.CategoryCode,
        Description = command.Description,
    }, ct);

    public Task<Done> Handle(KeepDescription command, CancellationToken ct) =>
        Change(command.Key, report => report with { Description = command.Description }, ct);

    public async Task<Done> Handle(SayWhere command, CancellationToken ct)
    {
        await places.MustBeNear(command.Latitude, command.Longitude, ct);
        return await Change(command.Key, report => report with
        {
            Address = command.Address,
            NeighborhoodId = command.NeighborhoodId,
            Latitude = command.Latitude,
            Longitude = command.Longitude,
        }, ct);
    }

    public async Task<Done> Handle(SayWhen command, CancellationToken ct)
    {
        if (command.HappenedOn > await agency.Today(ct)) throw new Invalid("happenedOn", words["When.TooLate"]);
        return await Change(command.Key, report => report with
        {
            Frequency = command.Frequency,
            HappenedOn = command.HappenedOn,
            TimesOfDay = command.TimesOfDay,
        }, ct);
    }

    public async Task<Done> Handle(SayWho command, CancellationToken ct)
    {
        // The last step is sent twice after a lost connection; the second time is not the beginning of another report.
        await ConcernDrafts.Finish(db, command.Key, clock.GetUtcNow(), report => report with
        {
            Name = command.Name,
            Email = command.Email,
            Phone = command.Phone,
            MayCall = command.MayCall,
            MayAnswer = command.MayAnswer,
            MayAttach = command.MayAttach,
        }, ct);
        return Done.Instance;
    }

    private async Task<Done> Change(string key, Func<ConcernReport, ConcernReport> change, CancellationToken ct)
    {
        await ConcernDrafts.Change(db, key, clock.GetUtcNow(), change, ct);
        return Done.Instance;
    }
}
