using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ProblemTracker.Pages.Shared;

/// <summary>Sends a page's message; a refusal comes back as errors beside the fields, with everything typed kept.</summary>
internal static class Sending
{
    private const string StaleSentence =
        "Someone else saved this while you were editing. What you typed is still here: compare it with the current version, then save "
            + "again to replace it.";

    private const string RepeatedSentence = "This form was sent before with other content. Check what you typed, then send it again.";

    /// <summary>
    /// <code>if (await this.TrySend(mediator, new SaveScanning(id, Version, Sheet), "Sheet") is not { } saved) return Page();</code>
    /// </summary>
    /// <param name="page">Whose ModelState receives the errors.</param>
    /// <param name="mediator">Takes the message.</param>
    /// <param name="message">Not sent while a field could not even be read; then only its shape is checked, so that everything wrong shows
    /// at once.</param>
    /// <param name="prefix">What stands before the API's field names in this form: with <c>Sheet</c>, <c>hypothesis</c> is
    /// <c>Sheet.Hypothesis</c>.</param>
    /// <returns>The answer; null if it was refused. What the page can't show (not found, not signed in) is thrown.</returns>
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
    }

    /// <summary>
    /// After a refusal because somebody else saved in between: the version that stands now, else null. The page puts it into its form
    /// (<c>Version = this.StaleAt() ?? Version</c>), so that saving again replaces what stands on purpose, and links to what stands.
    /// </summary>
    public static int? StaleAt(this PageModel page) => page.HttpContext.Features.Get<Stale>()?.Current;

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
                state.AddModelError("", RepeatedSentence);
                return true;
            case RuleBroken rule:
                foreach (var missing in rule.Shortfalls) state.AddModelError(Key(prefix, missing.Field), missing.Message);
                if (rule.Shortfalls.Count == 0) state.AddModelError("", rule.Message);
                return true;
            case Stale stale:
                page.HttpContext.Features.Set(stale);
                // What was posted would win over the new version when the form is drawn again.
                state.Remove("Version");
                state.Remove(Key(prefix, "Version"));
                state.AddModelError("", StaleSentence);
                return true;
            case Conflict or Forbidden:
                state.AddModelError("", refusal.Message);
                return true;
            default:
                return false;
        }
    }

    /// <summary>Checks the shape of a message without sending it: for a form of two steps.</summary>
    public static async Task CheckShape(this PageModel page, object message, string prefix = "")
    {
        var kind = typeof(IEnumerable<>).MakeGenericType(typeof(IValidator<>).MakeGenericType(message.GetType()));
        var wrong = page.ModelState.Where(entry => entry.Value?.Errors.Count > 0).Select(entry => entry.Key)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var validator in (IEnumerable<IValidator>)page.HttpContext.RequestServices.GetRequiredService(kind))
            foreach (var error in (await validator.ValidateAsync(new ValidationContext<object>(message),
                page.HttpContext.RequestAborted)).Errors)
                // What could not be read arrives here as absent; that it is missing would be the wrong thing to say.
                if (Key(prefix, FieldPath.Of(error.PropertyName)) is var key && !wrong.Contains(key))
                    page.ModelState.AddModelError(key, error.ErrorMessage);
    }

    /// <summary>Whether a message could be sent, without saying what is wrong with it: that was said already.</summary>
    public static async Task<bool> IsSound<T>(this PageModel page, T message) where T : class
    {
        foreach (var validator in page.HttpContext.RequestServices.GetRequiredService<IEnumerable<IValidator<T>>>())
            if (!(await validator.ValidateAsync(message, page.HttpContext.RequestAborted)).IsValid) return false;
        return true;
    }

    private static string Key(string prefix, string field) =>
        prefix.Length == 0 ? field : ModelNames.CreatePropertyModelName(prefix, field);
}
