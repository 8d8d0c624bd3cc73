using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Localization;
using ProblemTracker.Agency;
using ProblemTracker.Concerns;
using ProblemTracker.Links;
using ProblemTracker.Mail;
using ProblemTracker.Neighborhoods;

namespace ProblemTracker.Portal;

/// <summary>
/// Asks for news of a neighborhood by email. The answer is the same whether the address is known or not: a link to confirm is mailed there,
/// and nothing else before it is opened.
/// </summary>
/// <param name="CategoryCode">Only problems of this category, and bulletins; null for all.</param>
/// <param name="Website">A field that people don't see; programs that fill in every field do.</param>
[AllowEveryone]
public sealed record SubscribeToNews(long NeighborhoodId, string? Email, string? CategoryCode, NewsPace Pace, string? Website = null)
    : ICommand<Done>;

internal sealed class SubscribeToNewsValidator : AbstractValidator<SubscribeToNews>
{
    public SubscribeToNewsValidator(IStringLocalizer<PortalTexts> words, IStringLocalizer<ConcernTexts> concerns)
    {
        RuleFor(c => c.Email).NotEmpty().WithMessage(_ => words["News.EmailNeeded"]).MaximumLength(254)
            .Must(email => email.IsBlank() || TextRules.IsEmailAddress(email)).WithMessage(_ => concerns["Who.EmailWrong"]);
        RuleFor(c => c.Pace).IsInEnum();
        RuleFor(c => c.CategoryCode).MaximumLength(50);
        RuleFor(c => c.Website).Empty().WithMessage(_ => concerns["Send.Website"]);
    }
}

internal sealed class SubscribeToNewsHandler(
    Db db, AgencySettings agency, TrackerClock clock, TrackerOptions options, IDataProtectionProvider protection,
    IStringLocalizer<PortalTexts> words) : IRequestHandler<SubscribeToNews, Done>
{
    /// <summary>Emails that ask one address to confirm, in 24 hours.</summary>
    private const int MostPerAddress = 5;

    public async Task<Done> Handle(SubscribeToNews command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (!await NeighborhoodSql.CanBeChosen(db, command.NeighborhoodId, await agency.Today(ct), ct)) throw new NotFound();
        var category = command.CategoryCode.IsBlank() ? null : command.CategoryCode;
        if (category is not null && (await CategorySql.Read(db, ct)).Items.All(item => item.Code != category || !item.Active))
            throw new Invalid("categoryCode", words["News.CategoryEnded"]);
        var key = SearchKey.OfEmail(command.Email!);
        var today = await db.Single<int>("SELECT COUNT(*) FROM Subscription WHERE EmailKey = @key AND CreatedAt > @Since",
            new { key, Since = now.AddDays(-1) }, ct);
        // The same answer, since it must not depend on the address.
        if (today >= MostPerAddress) return Done.Instance;
        var row = new
        {
            Email = command.Email!.Trim(),
            key,
            command.NeighborhoodId,
            category,
            Pace = command.Pace.ToString(),
            Language = Languages.Current.Name,
            now,
        };
        var id = await db.Insert("""
            INSERT INTO Subscription (Email, EmailKey, NeighborhoodId, CategoryCode, Pace, Language, CreatedAt, SentUpTo)
            VALUES (@Email, @key, @NeighborhoodId, @category, @Pace, @Language, @now, @now)
            """, row, ct);
        var (linkId, secret, _) = await OneTimeLinks.Make(db, protection, ConcernSql.Resident, now, LinkPurpose.News, id, null, ct,
            NewsEmail.LinkLifetime);
        var name = await db.Single<string>("SELECT Name FROM Neighborhood WHERE Id = @NeighborhoodId", new { command.NeighborhoodId }, ct);
        await Outbox.Queue(db, clock, NewsEmail.Confirm(words, linkId, row.Email, name, secret, row.Language, options), ct);
        return Done.Instance;
    }
}
