using Microsoft.AspNetCore.Mvc.RazorPages;

namespace ProblemTracker.Pages;

public sealed class IndexModel : PageModel
{
    public void OnGet()
    {
    }
}
