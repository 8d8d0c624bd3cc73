using System.Globalization;
using System.Text.Json;
using FluentValidation;
using MediatR;

namespace ProblemTracker.Agency;

/// <summary>Changes the time zone, one deadline or one field of the agency by name.</summary>
[Needs(Permission.Administer)]
public sealed record SetSetting(string Name, string Value) : ICommand<SettingChanged>;

public sealed record SettingChanged(string Name, string Value);

internal sealed class SetSettingValidator : AbstractValidator<SetSetting>
{
    public SetSettingValidator()
    {
        RuleFor(c => c.Name).NotEmpty();
        RuleFor(c => c.Value).NotEmpty().MaximumLength(200);
    }
}

internal sealed class SetSettingHandler(Db db, Actor actor, AgencySettings agency, CalendarChanged calendarChanged, TimeProvider clock)
    : IRequestHandler<SetSetting, SettingChanged>
{
    private const string DeadlinePrefix = SettingNames.Deadlines + ".", AgencyPrefix = SettingNames.Agency + ".";

    public async Task<SettingChanged> Handle(SetSetting command, CancellationToken ct)
    {
        if (command.Name == SettingNames.TimeZone) await SetTimeZone(command.Value, ct);
        else if (command.Name.StartsWith(DeadlinePrefix, StringComparison.Ordinal)) await SetDeadline(command, ct);
        else if (command.Name.StartsWith(AgencyPrefix, StringComparison.Ordinal)) await SetAgency(command, ct);
        else
            throw new Invalid("name",
                $"There is no setting named {command.Name}. Settings are timeZone; deadlines.scanningDays, .analysisDays, "
                    + ".responseDays, .responseGraceDays, .assessmentDays, .assessmentGraceDays; agency.name, .phone, .senderName, "
                    + ".senderAddress.");
        await db.Record(actor, clock.GetUtcNow(), "setting.changed", null, command.Name, null, null, command, ct);
        agency.Reload();
        await calendarChanged(ct);
        return new(command.Name, command.Value);
    }

    private async Task SetTimeZone(string zone, CancellationToken ct)
    {
        TimeZones.MustBeKnown(zone, "value");
        await SettingSql.Put(db, SettingNames.TimeZone, zone, ct);
    }

    private async Task SetAgency(SetSetting command, CancellationToken ct)
    {
        var present = await AgencySql.Read(db, ct);
        var text = command.Value.Trim();
        var (changed, field) = command.Name[AgencyPrefix.Length..] switch
        {
            "name" => (present with { Name = text }, nameof(ChangeAgency.Name)),
            "phone" => (present with { Phone = text }, nameof(ChangeAgency.Phone)),
            "senderName" => (present with { SenderName = text }, nameof(ChangeAgency.SenderName)),
            "senderAddress" => (present with { SenderAddress = text }, nameof(ChangeAgency.SenderAddress)),
            _ => throw new Invalid("name", $"The agency has no field named {command.Name}."),
        };
        var faults = new ChangeAgencyValidator().Validate(
            new ChangeAgency(0, changed.Name, changed.Phone, changed.SenderName, changed.SenderAddress)).Errors;
        if (faults.Find(fault => fault.PropertyName == field) is { } fault) throw new Invalid("value", fault.ErrorMessage);
        await SettingSql.Put(db, SettingNames.Agency, JsonSerializer.Serialize(changed, Json.Options), ct);
    }

    private async Task SetDeadline(SetSetting command, CancellationToken ct)
    {
        if (!int.TryParse(command.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            || days is < 1 or > ChangeDeadlinesValidator.Longest)
            throw new Invalid("value", $"Enter a whole number of days from 1 to {ChangeDeadlinesValidator.Longest}.");
        var present = (await agency.Calendar(ct)).Deadlines;
        var changed = command.Name[DeadlinePrefix.Length..] switch
        {
            "scanningDays" => present with { ScanningDays = days },
            "analysisDays" => present with { AnalysisDays = days },
            "responseDays" => present with { ResponseDays = days },
            "responseGraceDays" => present with { ResponseGraceDays = days },
            "assessmentDays" => present with { AssessmentDays = days },
            "assessmentGraceDays" => present with { AssessmentGraceDays = days },
            _ => throw new Invalid("name", $"There is no deadline named {command.Name}."),
        };
        await SettingSql.Put(db, SettingNames.Deadlines, JsonSerializer.Serialize(changed, Json.Options), ct);
    }
}
