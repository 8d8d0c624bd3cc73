using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using ProblemTracker.Maps;
using ProblemTracker.Pages.Shared;

namespace ProblemTracker.Pages.Settings;

/// <summary>The unit of distances, the tiles and the streets of maps.</summary>
[Needs(Permission.Administer), RequestSizeLimit(ImportStreets.LargestUpload)]
public sealed class MapSettingsPage(IMediator mediator) : PageModel
{
    public static readonly SelectListItem[] Units =
        [new("Meters", nameof(DistanceUnit.Meters)), new("Feet", nameof(DistanceUnit.Feet))];

    [BindProperty] public MapSettingsForm Form { get; set; } = new();
    /// <summary>The property of the file's features that contains a street's name.</summary>
    [BindProperty] public string? NameProperty { get; set; } = "name";

    /// <summary>Number or name of the file's projection, if the file doesn't say it.</summary>
    [BindProperty] public string? Projection { get; set; }

    /// <summary>Number of streets that maps show.</summary>
    public int Streets { get; private set; }

    public Task OnGet(CancellationToken ct) => Read(formToo: true, ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await this.TrySend(mediator, new ChangeMapSettings(Form.Version, Form.TileAddress, Form.TileAttribution, Form.Unit),
            nameof(Form)) is not null) return Saved("The maps are saved.");
        Form.Version = this.StaleAt() ?? Form.Version;
        await Read(formToo: false, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostStreets(IFormFile? file, CancellationToken ct)
    {
        if (file is not { Length: > 0 }) ModelState.AddModelError("file", "Choose a file.");
        else
        {
            await using var content = file.OpenReadStream();
            if (await this.TrySend(mediator, new ImportStreets(file.FileName, content, NameProperty ?? "", Projection)) is { } imported)
                return Saved($"{imported.Streets:N0} {(imported.Streets == 1 ? "street" : "streets")} imported.");
        }
        await Read(formToo: true, ct);
        return Page();
    }

    private LocalRedirectResult Saved(string sentence)
    {
        TempData[Shell.Flash] = sentence;
        return LocalRedirect("~/settings/maps");
    }

    private async Task Read(bool formToo, CancellationToken ct)
    {
        // The smallest view: only the number is wanted.
        Streets = (await mediator.Send(new ReadStreets(new MapView(0, 0, 0, 0)), ct)).Total;
        if (!formToo) return;
        var stands = await mediator.Send(new ReadMapSettings(), ct);
        Form = new()
        {
            Version = stands.Version,
            TileAddress = stands.Value.TileAddress,
            TileAttribution = stands.Value.TileAttribution,
            Unit = stands.Value.Unit,
        };
    }
}

public sealed class MapSettingsForm
{
    public string? TileAddress { get; set; }
    public string? TileAttribution { get; set; }
    public DistanceUnit Unit { get; set; }
    public int Version { get; set; }
}
