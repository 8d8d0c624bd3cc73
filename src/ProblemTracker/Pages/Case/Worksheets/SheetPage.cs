using MediatR;
using Microsoft.AspNetCore.Mvc;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Base of the worksheet pages: a form for readers who may edit the worksheet, read-only text for others.</summary>
public abstract class SheetPage<TSheet>(IMediator mediator) : CasePage(mediator) where TSheet : class, new()
{
    [BindProperty]
    public TSheet Sheet { get; set; } = new();

    /// <summary>Version of the sheet when it was read; 0 before the first save.</summary>
    [BindProperty]
    public int Version { get; set; }

    public bool IsStale { get; private set; }

    public abstract SheetKind Kind { get; }

    public abstract bool MayEdit { get; }

    /// <summary>Why the reader sees no form, and who can edit the worksheet.</summary>
    public string WhyReadOnly => IsClosed
        ? "This problem is closed. Reopen it to change its worksheets."
        : Permissions.WhoCan(Kind is SheetKind.Analysis or SheetKind.Assessment ? Permission.WorkEvidence : Permission.WorkProblems)
            .Replace("do this", "fill this in", StringComparison.Ordinal);

    public SheetSaved? LastSaved => Case.WorksheetsSaved.FirstOrDefault(saved => saved.Kind == Kind);

    protected abstract TSheet Current { get; }

    protected abstract int CurrentVersion { get; }

    protected abstract Task<VersionedSheet<TSheet>?> Save(CancellationToken ct);

    /// <summary>The sheet with the rows to show in the form.</summary>
    protected virtual TSheet ForForm(TSheet sheet) => sheet;

    protected virtual string SavedSentence => $"{Kind} worksheet saved.";

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Open(ct);
        Sheet = ForForm(Current);
        Version = CurrentVersion;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Open(ct);
        if (await Save(ct) is not null) return Saved(SavedSentence);
        IsStale = this.StaleAt() is not null;
        Version = this.StaleAt() ?? Version;
        Sheet = ForForm(Sheet);
        return Page();
    }

    /// <summary>The rows entered so far and at least two blank ones, so that the form works without JavaScript.</summary>
    protected static IReadOnlyList<T> WithBlankRows<T>(IReadOnlyList<T> rows) where T : class, new()
    {
        var blank = new T();
        var trailing = rows.Reverse().TakeWhile(row => blank.Equals(row)).Count();
        return [.. rows, .. Enumerable.Range(0, Math.Max(0, 2 - trailing)).Select(_ => new T())];
    }
}
