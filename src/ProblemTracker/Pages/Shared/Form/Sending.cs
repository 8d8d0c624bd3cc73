using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;

namespace ProblemTracker.Pages.Shared;

/// <summary>Sends a page's message. If it is refused, shows errors beside the fields and keeps everything that was typed.</summary>
internal static class Sending
{
    /// <summary>Goes on to where the person wanted to go, or to the start. Never to another site.</summary>
    public static LocalRedirectResult Onward(this PageModel page, string? returnUrl) =>
        page.LocalRedirect(page.Url.IsLocalUrl(returnUrl) ? returnUrl! : "~/");

    /// <summary>
    /// <code>if (await this.TrySend(mediator, new SaveScanning(id, Version, Sheet), "Sheet") is not { } saved) return Page();</code>
    /// </summary>
    /// <param name="page">Its ModelState gets the errors.</param>
    /// <param name="mediator">Sends the message.</param>
    /// <param name="message">If a field has an unreadable value, only validated, so that all errors show at once, and not sent.</param>
    /// <param name="prefix">The form's prefix for the API's field names: with <c>Sheet</c>, <c>hypothesis</c> is
    /// <c>Sheet.Hypothesis</c>.</param>
    /// <returns>The response; null if the message was refused. Throws if the page can't show the refusal (not found, not signed
    /// in).</returns>
    public static async Task<T?> TrySend<T>(this PageModel page, IMediator mediator, IRequest<T> message, string prefix = "")
        where T : class
    {
        if (!page.ModelState.IsValid)
        {
            await page.CheckShape(message, prefix);
            return null;
        }
        try
        {
            return await mediator.Send(message, page.HttpContext.RequestAborted);
        }
        catch (TrackerException refusal) when (Show(page, refusal, prefix))
        {
            return null;
        }
        catch (Exception error) when (!HttpMethods.IsGet(page.Request.Method) && OutageBehind(page, error) is not null)
        {
            // The form comes back with what was typed.
            var isEnglish = Languages.Current.Equals(Languages.English);
            page.ModelState.AddModelError("", isEnglish ? OutageBehind(page, error)!.Message : page.Words()["Unavailable"]);
            page.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            page.Response.Headers.RetryAfter = $"{Unavailable.RetryAfter}";
            return null;
        }
    }

    /// <summary>
    /// The current version, if the message was refused because someone else saved first; else null. The page puts it into its form
    /// (<c>Version = this.StaleAt() ?? Version</c>), so that saving again deliberately replaces that version, and links to it.
    /// </summary>
    public static int? StaleAt(this PageModel page) => page.HttpContext.Features.Get<Stale>()?.Current;

    /// <summary>The records that must be changed first, if the message was refused because of them, for the page to link.</summary>
    public static IReadOnlyList<BlockingRecord> BlockedBy(this PageModel page) =>
        page.HttpContext.Features.Get<RuleBroken>()?.BlockedBy ?? [];

    private static IStringLocalizer<PageTexts> Words(this PageModel page) =>
        page.HttpContext.RequestServices.GetRequiredService<IStringLocalizer<PageTexts>>();

    private static Unavailable? OutageBehind(PageModel page, Exception error) =>
        Unavailable.Of(error, page.HttpContext.RequestServices.GetRequiredService<DatabaseSettings>().Dialect);

    private static bool Show(PageModel page, TrackerException refusal, string prefix)
    {
        var state = page.ModelState;
        switch (refusal)
        {
            case Invalid invalid:
                foreach (var (field, sentences) in invalid.Errors)
                    foreach (var sentence in sentences) state.AddModelError(Key(prefix, field), sentence);
                return true;
            case RuleBroken { Code: "idempotency.mismatch" }:
                state.AddModelError("", page.Words()["Repeated"]);
                return true;
            case RuleBroken rule:
                page.HttpContext.Features.Set(rule);
                foreach (var missing in rule.Shortfalls) state.AddModelError(Key(prefix, missing.Field), missing.Message);
                if (rule.Shortfalls.Count == 0) state.AddModelError("", rule.Message);
                return true;
            case Stale stale:
                page.HttpContext.Features.Set(stale);
                // The posted value would override the new version when the form is rendered again.
                state.Remove("Version");
                state.Remove(Key(prefix, "Version"));
                state.AddModelError("", page.Words()["Stale"]);
                return true;
            // A page that the reader has no access to is not shown at all.
            case Forbidden when HttpMethods.IsGet(page.Request.Method):
                return false;
            case Conflict { Field: { } field }:
                state.AddModelError(Key(prefix, field), refusal.Message);
                return true;
            case Conflict or Forbidden:
                state.AddModelError("", refusal.Message);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Validates a message without sending it, for example in a form with two steps.</summary>
    public static async Task CheckShape(this PageModel page, object message, string prefix = "")
    {
        var kind = typeof(IEnumerable<>).MakeGenericType(typeof(IValidator<>).MakeGenericType(message.GetType()));
        var wrong = page.ModelState.Where(entry => entry.Value?.Errors.Count > 0).Select(entry => entry.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var validator in (IEnumerable<IValidator>)page.HttpContext.RequestServices.GetRequiredService(kind))
            foreach (var error in (await validator.ValidateAsync(new ValidationContext<object>(message),
                page.HttpContext.RequestAborted)).Errors)
                // An unreadable value arrives as missing, and already has its own error.
                if (Key(prefix, FieldPath.Of(error.PropertyName)) is var key && !wrong.Contains(key))
                    page.ModelState.AddModelError(key, error.ErrorMessage);
    }

    /// <summary>Whether a message is valid. Adds no errors to ModelState.</summary>
    public static async Task<bool> IsSound<T>(this PageModel page, T message) where T : class
    {
        foreach (var validator in page.HttpContext.RequestServices.GetRequiredService<IEnumerable<IValidator<T>>>())
            if (!(await validator.ValidateAsync(message, page.HttpContext.RequestAborted)).IsValid) return false;
        return true;
    }

    private static string Key(string prefix, string field) =>
        prefix.Length == 0 ? field : ModelNames.CreatePropertyModelName(prefix, field);
}
