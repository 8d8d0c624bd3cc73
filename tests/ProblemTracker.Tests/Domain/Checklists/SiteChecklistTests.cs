using ProblemTracker.Domain;
using static ProblemTracker.Domain.DisorderExtent;

namespace ProblemTracker.Tests.Domain.Checklists;

/// <summary>The score of a site checklist, recomputed by hand and as properties.</summary>
public sealed class SiteChecklistTests
{
    private static DisorderExtent[] Of(int[] given) => [.. given.Select(one => (DisorderExtent)Math.Abs(one % 5))];

    private static List<ItemExtent> Walk(int[] given) => [.. Of(given).Select((extent, at) => new ItemExtent(at, extent))];

    [Test]
    public void Score_is_the_share_of_all_points_that_could_be_reached() => Assert.Multiple(() =>
    {
        Assert.That(SiteChecklist.Score([None, None]), Is.Zero);
        Assert.That(SiteChecklist.Score([ALot, ALot]), Is.EqualTo(100));
        Assert.That(SiteChecklist.Score([None, ALittle, Some, ALot]), Is.EqualTo(50));
        Assert.That(SiteChecklist.Score([ALittle]), Is.EqualTo(33.3));
        Assert.That(SiteChecklist.Score([ALittle, DoesNotApply]), Is.EqualTo(33.3), "What does not apply is left out.");
        Assert.That(SiteChecklist.Score([DoesNotApply]), Is.Null);
        Assert.That(SiteChecklist.Score([]), Is.Null);
    });

    [FsCheck.NUnit.Property]
    public bool Score_lies_between_0_and_100_and_exists_if_an_item_applies(int[] given)
    {
        var extents = Of(given);
        var score = SiteChecklist.Score(extents);
        return extents.All(extent => extent == DoesNotApply) ? score is null : score is >= 0 and <= 100;
    }

    [FsCheck.NUnit.Property]
    public bool Order_of_the_items_does_not_matter(int[] given) =>
        SiteChecklist.Score(Of(given)) == SiteChecklist.Score(Enumerable.Reverse(Of(given)));

    [FsCheck.NUnit.Property]
    public bool More_of_one_item_never_lowers_the_score(int[] given, int which)
    {
        var before = Of(given);
        if (before.Length == 0) return true;
        var at = Math.Abs(which % before.Length);
        if (before[at] is ALot or DoesNotApply) return true;
        DisorderExtent[] after = [.. before];
        after[at]++;
        return SiteChecklist.Score(after) > SiteChecklist.Score(before) || before.Length > 300;
    }

    [FsCheck.NUnit.Property]
    public bool Walk_compared_with_itself_shows_no_change(int[] given)
    {
        var compared = SiteChecklist.Compare(Walk(given), Walk(given));
        return compared.Difference is null or 0 && compared.Items == Of(given).Count(extent => extent != DoesNotApply);
    }

    [FsCheck.NUnit.Property]
    public bool Comparison_the_other_way_round_has_the_opposite_sign(int[] one, int[] other)
    {
        var (there, back) = (SiteChecklist.Compare(Walk(one), Walk(other)), SiteChecklist.Compare(Walk(other), Walk(one)));
        return there.Items == back.Items && there.Difference == -back.Difference;
    }

    [Test]
    public void Only_items_that_apply_in_both_walks_are_compared()
    {
        ItemExtent[] before = [new(1, ALot), new(2, ALot), new(3, DoesNotApply), new(4, None)];
        ItemExtent[] after = [new(1, ALittle), new(3, ALot), new(4, None), new(5, ALot)];

        var compared = SiteChecklist.Compare(before, after);

        Assert.That(compared, Is.EqualTo(new ChecklistComparison(2, 50, 16.7)));
        Assert.That(compared.Sentence("the first walk on Mar 2, 2026"), Is.EqualTo(
            "33.3 points less disorder than on the first walk on Mar 2, 2026: 50 then, 16.7 now, over the 2 items that apply in both."));
    }

    [Test]
    public void Sentences_say_more_none_and_not_comparable() => Assert.Multiple(() =>
    {
        Assert.That(new ChecklistComparison(1, 0, 33.3).Sentence("the first walk"), Is.EqualTo(
            "33.3 points more disorder than on the first walk: 0 then, 33.3 now, over the 1 item that applies in both."));
        Assert.That(new ChecklistComparison(9, 40, 40).Sentence("the first walk"), Is.EqualTo(
            "No change from the first walk: 40, over the 9 items that apply in both."));
        Assert.That(SiteChecklist.Compare([], []).Sentence("the first walk"), Is.EqualTo(
            "No item applies both now and on the first walk, so they can't be compared."));
    });
}
