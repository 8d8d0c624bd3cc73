using System.Globalization;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.Localization;
using ProblemTracker.Concerns;

namespace ProblemTracker.Open311;

/// <summary>
/// A program reports a concern by Open311, by the rules of the public site. Everything as it was sent, so that all that is wrong is named
/// at once. Sent again with the same id of the sender, it stays one concern.
/// </summary>
[AllowEveryone]
public sealed record PostOpen311Request : ICommand<Open311Receipt>
{
    public string? ApiKey { get; init; }
    public string? ServiceCode { get; init; }
    public string? Description { get; init; }
    /// <summary>Degrees.</summary>
    public string? Latitude { get; init; }
    public string? Longitude { get; init; }
    public string? AddressString { get; init; }
    public string? AddressId { get; init; }
    public string? FirstName { get; init; }
    public string? LastName { get; init; }
    public string? Email { get; init; }
    public string? Phone { get; init; }
    /// <summary>Kept as text and never fetched, since a server that fetches what strangers name can be used against others.</summary>
    public string? MediaUrl { get; init; }
    /// <summary>The sender's own id of the request, such as FixMyStreet's.</summary>
    public string? ExternalId { get; init; }
    public string? Frequency { get; init; }
    public string? LastDay { get; init; }
    public string? Times { get; init; }
}

/// <param name="Number">The receipt number.</param>
/// <param name="Notice">What happens next.</param>
public sealed record Open311Receipt(string Number, string Notice);

internal sealed class PostOpen311RequestHandler(
    Db db, ConcernIntake intake, Open311Limits limits, TimeProvider clock, IStringLocalizer<Open311Texts> words,
    IValidator<SayWhat> what, IValidator<SayWhere> where, IValidator<SayWhen> when, IValidator<SayWho> who)
    : IPrepare<PostOpen311Request>, IRequestHandler<PostOpen311Request, Open311Receipt>
{
    private const int LongestId = 200, LongestUrl = 500;

    /// <summary>What fields of the report are called in Open311.</summary>
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CategoryCode"] = "service_code",
        ["Description"] = "description",
        ["Address"] = "address_string",
        ["Latitude"] = "lat",
        ["Longitude"] = "long",
        ["TimesOfDay"] = $"attribute[{Open311Words.Times}]",
        ["HappenedOn"] = $"attribute[{Open311Words.LastDay}]",
        ["Frequency"] = $"attribute[{Open311Words.Frequency}]",
        ["Name"] = "first_name",
        ["Email"] = "email",
        ["Phone"] = "phone",
    };

    /// <summary>Refuses a key before the transaction, so that a wrong one holds up nobody.</summary>
    public async Task Prepare(PostOpen311Request command, CancellationToken ct) =>
        limits.Report(await Open311Keys.Find(db, command.ApiKey, ct));

    public async Task<Open311Receipt> Handle(PostOpen311Request command, CancellationToken ct)
    {
        var key = await Open311Keys.Find(db, command.ApiKey, ct);
        await Open311Keys.Use(db, key, clock.GetUtcNow(), ct);
        var external = command.ExternalId.IsBlank() ? $"{Guid.NewGuid()}" : command.ExternalId.Trim();
        if (await db.Find<SentBefore>("""
            SELECT c.Number, c.AcknowledgeBy FROM Open311Sent s JOIN Concern c ON c.Id = s.ConcernId
            WHERE s.KeyId = @Id AND s.ExternalId = @external
            """, new { key.Id, external }, ct) is { } before) return Receipt(before.Number, before.AcknowledgeBy);
        var report = await Read(command, ct);
        ReceivedConcern received;
        try
        {
            received = await intake.Receive(report, new(Open311Sql.Program, key.Name, Url(command.MediaUrl)), ct);
        }
        catch (Invalid invalid)
        {
            throw Renamed(invalid.Errors.SelectMany(error => error.Value.Select(message => (error.Key, message))));
        }
        await db.Execute("INSERT INTO Open311Sent (KeyId, ExternalId, ConcernId) VALUES (@KeyId, @external, @ConcernId)",
            new { KeyId = key.Id, external, ConcernId = received.Id }, ct);
        return Receipt(received.Number, received.AcknowledgeBy);
    }

    private sealed record SentBefore
    {
        public string Number { get; init; } = "";
        public DateOnly AcknowledgeBy { get; init; }
    }

    private Open311Receipt Receipt(string number, DateOnly acknowledgeBy) => new(number,
        words["Notice.Received", acknowledgeBy.ToString("D", Languages.Formats(Languages.Current))]);

    /// <exception cref="Invalid">Names every field that is missing or wrong, as the client sent it.</exception>
    private async Task<ConcernReport> Read(PostOpen311Request sent, CancellationToken ct)
    {
        var wrong = new List<(string Field, string Message)>();
        if (sent.ServiceCode.IsBlank()) wrong.Add(("service_code", "service_code is missing."));
        else if ((await Open311Sql.Services(db, ct)).All(service => service.Code != sent.ServiceCode.Trim()))
            wrong.Add(("service_code", Open311Words.NoService(sent.ServiceCode.Trim())));
        var (latitude, longitude) = (Degrees(sent.Latitude, "lat", wrong), Degrees(sent.Longitude, "long", wrong));
        var frequency = sent.Frequency.IsBlank() ? null : Chosen(sent.Frequency.Trim(), wrong);
        var report = new ConcernReport
        {
            CategoryCode = sent.ServiceCode?.Trim(),
            Description = sent.Description?.Trim(),
            Address = sent.AddressString.IsBlank() ? null : sent.AddressString.Trim(),
            Latitude = latitude,
            Longitude = longitude,
            Frequency = frequency,
            HappenedOn = Day(sent.LastDay, wrong),
            TimesOfDay = sent.Times,
            Name = $"{sent.FirstName} {sent.LastName}".Trim(),
            Email = sent.Email.IsBlank() ? null : sent.Email.Trim(),
            Phone = sent.Phone,
            // An address that was given is asked for its confirmation, and nothing else is sent before. A call needs a yes of its own.
            MayAnswer = !sent.Email.IsBlank(),
        };
        if (!report.HasWhere && !wrong.Exists(one => one.Field is "lat" or "long"))
            wrong.Add(("lat", sent.AddressId.IsBlank() ? "The place is missing: send lat and long, or address_string."
                : "This server has no address_id. Send lat and long, or address_string."));
        // The rules of the steps of the public site.
        const string key = "-";
        var steps = new[]
        {
            what.Validate(new SayWhat(key, report.CategoryCode, report.Description)),
            report.HasWhere ? where.Validate(new SayWhere(key, report.Address, null, latitude, longitude)) : new(),
            when.Validate(new SayWhen(key, frequency, report.HappenedOn, report.TimesOfDay)),
            who.Validate(new SayWho(key, report.Name, report.Email, report.Phone, report.MayCall, report.MayAnswer, report.MayAttach)),
        };
        wrong.AddRange(steps.SelectMany(step => step.Errors).Select(error => (error.PropertyName, error.ErrorMessage)));
        if (sent.ExternalId is { Length: > LongestId }) wrong.Add(("attribute[external_id]", $"Use at most {LongestId} characters."));
        return wrong.Count == 0 ? report : throw Renamed(wrong);
    }

    private static Invalid Renamed(IEnumerable<(string Field, string Message)> wrong) => new(wrong
        .Select(one => (Field: Names.GetValueOrDefault(one.Field, one.Field), one.Message)).DistinctBy(one => one.Field)
        .ToDictionary(one => one.Field, one => new[] { one.Message }));

    private static double? Degrees(string? text, string field, List<(string, string)> wrong)
    {
        if (text.IsBlank()) return null;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees))
            return degrees;
        wrong.Add((field, "Send degrees in WGS84 with a decimal point, such as 39.1031."));
        return null;
    }

    private static Frequency? Chosen(string text, List<(string, string)> wrong)
    {
        if (Enum.GetNames<Frequency>().Contains(text)) return Enum.Parse<Frequency>(text);
        wrong.Add(("Frequency", $"Send one of {string.Join(", ", Enum.GetNames<Frequency>())}."));
        return null;
    }

    /// <summary>The local day of the sender, also from a time.</summary>
    private static DateOnly? Day(string? text, List<(string, string)> wrong)
    {
        if (text.IsBlank()) return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return DateOnly.FromDateTime(at.DateTime);
        wrong.Add(("HappenedOn", "Send a date such as 2026-02-28."));
        return null;
    }

    private static string? Url(string? sent) => sent?.Trim() is { Length: > 0 and <= LongestUrl } url
        && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" ? url : null;
}
