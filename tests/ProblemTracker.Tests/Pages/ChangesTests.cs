using System.Text.Json;
using ProblemTracker.Pages.Case;
using ProblemTracker.Tests.Domain;

namespace ProblemTracker.Tests.Pages;

public sealed class ChangesTests
{
    [Test]
    public void Describes_each_changed_field_in_words()
    {
        var after = Sample.Response with
        {
            Objectives =
            [
                Sample.Response.Objectives[0] with { Target = 25, TargetDate = new(2026, 9, 15) },
                Sample.Response.Objectives[1],
            ],
        };

        Assert.That(Changes.Between(Json(Sample.Response), Json(after), (_, _) => null), Is.EqualTo(new[]
        {
            new Change("Objectives 1, target", "20", "25"),
            new Change("Objectives 1, target date", "Aug 31, 2026", "Sep 15, 2026"),
        }));
    }

    [Test]
    public void Names_a_stakeholder_as_the_reader_may_see_them()
    {
        var action = new { OwnerAttachmentId = (long?)7 };

        Assert.That(Changes.Between(null, Json(action), (member, id) => $"Place manager {id}"),
            Is.EqualTo(new[] { new Change("Owner", null, "Place manager 7") }));
    }

    [Test]
    public void Equal_states_have_no_changes() =>
        Assert.That(Changes.Between(Json(Sample.Analysis), Json(Sample.Analysis), (_, _) => null), Is.Empty);

    private static JsonElement Json(object state) => JsonSerializer.SerializeToElement(state, Shared.Json.Options);
}
