using ProblemTracker.Domain;
using ProblemTracker.Pages.Case;
using ProblemTracker.Problems;
using ProblemTracker.Shared;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Pages;

/// <summary><c>CaseAnchorTests</c> checks in a browser that each place exists on its page.</summary>
public sealed class WhereToFixTests
{
    private static readonly FullProblem Problem = new() { Id = 5 };

    [Test]
    public void Every_code_links_to_a_place_on_a_page()
    {
        var bare = new ResponseAction { Id = 9, Description = "Light the alley" };
        Shortfall[] met =
        [
            .. Enum.GetValues<Gate>().SelectMany(gate => Sara.ShortfallsBefore(gate, new Dossier { Actions = [bare] })),
            .. Sara.ShortfallsBefore(Gate.Closed, Sample.ReadyFor(Gate.Closed) with { Assessment = new() }),
        ];

        Assert.That(met.Select(s => s.Code), Is.SupersetOf(Sara.Codes));
        foreach (var shortfall in met)
            Assert.That(WhereToFix.Href(Problem, shortfall),
                Does.Match("^/(problems/5/[a-z/]+|actions/9|actions/1[12])([?]add=[A-Za-z]+)?#[A-Za-z_0-9]+$"), shortfall.Field);
    }

    [TestCase("scanning.cheers.community.answer", "/problems/5/scanning#Sheet_Cheers_Community_Answer")]
    [TestCase("response.objectives[1].baselinePeriod", "/problems/5/response#Sheet_Objectives_1__BaselinePeriod_From")]
    [TestCase("response.evaluation.after", "/problems/5/response#Sheet_Evaluation_After_From")]
    [TestCase("actions[12].owner", "/actions/12#Form_Owner")]
    [TestCase("actions[12].status", "/actions/12#Done_DoneOn")]
    [TestCase("leadId", "/problems/5/team#Lead_LeadId")]
    public void A_field_maps_to_a_page_and_a_control(string field, string place) =>
        Assert.That(WhereToFix.Href(Problem, field), Is.EqualTo(place));

    [Test]
    public void A_list_links_to_its_first_blank_row()
    {
        var problem = Problem with { Analysis = new() { Sources = [new() { Name = "Calls" }] } };

        Assert.That(WhereToFix.Href(problem, "analysis.sources"), Does.EndWith("#Sheet_Sources_1__Name"));
    }

    [Test]
    public void Every_code_has_words() =>
        Assert.That(Sara.Codes.Where(code => Requirements.InWords(code) == code), Is.Empty);
}
