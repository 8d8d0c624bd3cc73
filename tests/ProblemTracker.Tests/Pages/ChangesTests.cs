using System.Text.Json;
using ProblemTracker.Domain;
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

        Assert.That(Changes.Between(Json(Sample.Response), Json(after), (_, _) => null, Time), Is.EqualTo(new[]
        {
            new Change("Objectives 1, target", "20", "25"),
            new Change("Objectives 1, target date", "Aug 31, 2026", "Sep 15, 2026"),
        }));
    }

    [Test]
    public void Names_a_stakeholder_as_the_reader_may_see_them()
    {
        var action = new { OwnerAttachmentId = (long?)7 };

        Assert.That(Changes.Between(null, Json(action), (member, id) => $"Place manager {id}", Time),
            Is.EqualTo(new[] { new Change("Owner", null, "Place manager 7") }));
    }

    [Test]
    public void Equal_states_have_no_changes() =>
        Assert.That(Changes.Between(Json(Sample.Analysis), Json(Sample.Analysis), (_, _) => null, Time), Is.Empty);

    [Test]
    public void Shows_choices_moments_and_withheld_fields_in_words()
    {
        var after = new
        {
            Scope = ConsentScope.OwnActions,
            Roles = new[] { Role.Command },
            ExpiresAt = new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.Zero),
            Offset = TimeSpan.FromDays(8),
        };
        Assert.That(Changes.Between(null, Json(after), (_, _) => null, Time), Is.EqualTo(new[]
        {
            new Change("Scope", null, "Emails about their own actions"),
            new Change("Roles", null, "Command staff"),
            new Change("Expires at", null, "at 14"),
            new Change("Offset", null, "8 days"),
        }));

        var decided = new[] { new { Field = "details.title", Choice = FieldChoice.Redact, ReasonCodes = "PRIVACY" } };
        Assert.That(Changes.Between(null, Json(decided), (_, _) => null, Time), Is.EqualTo(new[]
        {
            new Change("Details, title, choice", null, "Redact"), new Change("Details, title, reason codes", null, "PRIVACY"),
        }));
        Assert.That(Changes.Between(null, Json(new[] { new { Name = "Labor Day" } }), (_, _) => null, Time),
            Is.EqualTo(new[] { new Change("Row 1, name", null, "Labor Day") }));
    }

    private static string Time(DateTimeOffset at) => $"at {at:%H}";

    private static JsonElement Json(object state) => JsonSerializer.SerializeToElement(state, Shared.Json.Options);
}
