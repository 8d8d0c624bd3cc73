using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Agency;
using ProblemTracker.Pages.Shared;
using ProblemTracker.Problems;

namespace ProblemTracker.Pages.Case;

/// <summary>Edits a problem's description, category, priority, source, location and confidentiality.</summary>
public sealed class EditPage(IMediator mediator) : CaseHeadPage(mediator)
{
    public sealed class EditForm
    {
        public string? Title { get; set; }
        public string? Description { get; set; }
        public string? CategoryCode { get; set; }
        public long? NeighborhoodId { get; set; }
        public string? Address { get; set; }
        public double? Latitude { get; set; }
        public double? Longitude { get; set; }
        public ProblemSource Source { get; set; }
        public Priority Priority { get; set; }
        public bool Confidential { get; set; }
    }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public EditForm Form { get; set; } = new();

    public bool IsStale { get; private set; }

    public IReadOnlyList<SelectListItem> Categories { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Neighborhoods { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct)
    {
        await Read(ct);
        MustAllow(Case.Allowed.Work, Permission.WorkProblems);
        Version = Case.Version;
        Form = new()
        {
            Title = Case.Title,
            Description = Case.Description,
            CategoryCode = Case.CategoryCode,
            NeighborhoodId = Case.NeighborhoodId,
            Address = Case.Address,
            Latitude = Case.Latitude,
            Longitude = Case.Longitude,
            Source = Case.Source,
            Priority = Case.Priority,
            Confidential = Case.Confidential,
        };
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        await Read(ct);
        var command = new ChangeProblem(Id, Version, Form.Title ?? "", Form.Description ?? "", Form.CategoryCode ?? "", Form.NeighborhoodId,
            SetsAddress: true, Form.Address, SetsPoint: true, Form.Latitude, Form.Longitude, Form.Source,
            Form.Priority, Form.Confidential);
        if (await this.TrySend(Mediator, command, nameof(Form)) is not null) return Saved("Changes saved.");
        IsStale = this.StaleAt() is not null;
        Version = this.StaleAt() ?? Version;
        return Page();
    }

    private async Task Read(CancellationToken ct)
    {
        await Open(ct);
        var categories = await Mediator.Send(new ReadCategories(), ct);
        Categories = [.. categories.Value.Items.Where(c => c.Active || c.Code == Case.CategoryCode)
            .Select(c => new SelectListItem(c.Name, c.Code))];
        Neighborhoods = await Mediator.NeighborhoodsToChoose(ct, Case.NeighborhoodId);
    }
}
