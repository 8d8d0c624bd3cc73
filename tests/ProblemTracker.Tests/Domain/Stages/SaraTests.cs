using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

public sealed class SaraTests
{
    private static readonly Stage[] Stages = Enum.GetValues<Stage>();

    [Test]
    public void Next_gate_depends_on_stage_and_start()
    {
        Gate?[] beforeTheStart = [.. Stages.Select(stage => Sara.NextGate(stage, started: false))];
        Gate?[] afterTheStart = [.. Stages.Select(stage => Sara.NextGate(stage, started: true))];

        Assert.That(beforeTheStart, Is.EqualTo(new Gate?[] { Gate.Analysis, Gate.Response, Gate.Start, Gate.Closed, null }));
        Assert.That(afterTheStart, Is.EqualTo(new Gate?[] { Gate.Analysis, Gate.Response, Gate.Assessment, Gate.Closed, null }));
    }

    // Rows: the problem's stage. Columns: a move to Scanning, Analysis, Response, Assessment.
    // g = checked at a gate, b = back or reopened without a gate, - = never allowed.
    [TestCase(Stage.Scanning, "-g--")]
    [TestCase(Stage.Analysis, "b-g-")]
    [TestCase(Stage.Response, "bb-g")]
    [TestCase(Stage.Assessment, "bbb-")]
    [TestCase(Stage.Closed, "bb--")]
    public void Moves_between_open_stages(Stage from, string expected)
    {
        var empty = new Dossier { Stage = from };
        var open = Stages.Where(to => to != Stage.Closed);
        var found = string.Concat(open.Select(to => Sara.ShortfallsBefore(new Move(from, to), empty) switch
        {
            [] => 'b',
            [{ Code: Sara.NotAllowed, Field: "to" }] => '-',
            _ => 'g',
        }));

        Assert.That(found, Is.EqualTo(expected));
    }

    // Columns: no reason, objectives achieved, some benefit, further effort unlikely to help, referred, duplicate, not a problem.
    // c = closes without a gate, g = checked at the gate, r = reason not allowed, - = never allowed.
    [TestCase(Stage.Scanning, "rrrcccc")]
    [TestCase(Stage.Analysis, "rrrcccc")]
    [TestCase(Stage.Response, "rrrcrrr")]
    [TestCase(Stage.Assessment, "rgggrrr")]
    [TestCase(Stage.Closed, "-------")]
    public void Closing_for_each_reason(Stage from, string expected)
    {
        var empty = new Dossier { Stage = from };
        var found = string.Concat(Reasons().Select(reason => Sara.ShortfallsBefore(new Move(from, Stage.Closed, reason), empty) switch
        {
            [] => 'c',
            [{ Code: Sara.NotAllowed, Field: "to" }] => '-',
            [{ Code: Sara.NotAllowed, Field: "closingReason" }] => 'r',
            _ => 'g',
        }));

        Assert.That(found, Is.EqualTo(expected));
    }

    [Test]
    public void Closing_reason_is_allowed_only_when_closing() => Assert.Multiple(() =>
    {
        foreach (var from in Stages)
            foreach (var to in Stages.Where(to => to != Stage.Closed))
                foreach (var reason in Enum.GetValues<ClosingReason>())
                {
                    var shortfalls = Sara.ShortfallsBefore(new Move(from, to, reason), new Dossier { Stage = from });
                    Assert.That(shortfalls, Has.Count.EqualTo(1), $"{from} to {to}, {reason}");
                    Assert.That(shortfalls[0].Code, Is.EqualTo(Sara.NotAllowed), $"{from} to {to}, {reason}");
                }
    });

    [Test]
    public void Forward_move_is_checked_by_its_own_gate() => Assert.Multiple(() =>
    {
        foreach (var (from, gate) in new[] { (Stage.Scanning, Gate.Analysis), (Stage.Analysis, Gate.Response),
            (Stage.Response, Gate.Assessment) })
        {
            var empty = new Dossier { Stage = from };
            Assert.That(Sara.ShortfallsBefore(new Move(from, from + 1), empty), Is.EqualTo(Sara.ShortfallsBefore(gate, empty)));
            Assert.That(Sara.ShortfallsBefore(new Move(from, from + 1), Sample.ReadyFor(gate)), Is.Empty);
        }

        var assessed = Sample.ReadyFor(Gate.Closed);
        Assert.That(Sara.ShortfallsBefore(new Move(Stage.Assessment, Stage.Closed, ClosingReason.ObjectivesAchieved), assessed), Is.Empty);
    });

    [Test]
    public void Move_from_a_stage_other_than_the_current_one_is_not_allowed() => Assert.Multiple(() =>
    {
        foreach (var stage in Stages)
            foreach (var from in Stages.Where(from => from != stage))
                foreach (var to in Stages)
                    foreach (var reason in Reasons())
                        Assert.That(
                            Sara.ShortfallsBefore(new Move(from, to, reason), new Dossier { Stage = stage }).Select(s => (s.Code, s.Field)),
                            Is.EqualTo(new[] { (Sara.NotAllowed, "to") }), $"in {stage}: {from} to {to}");
    });

    [TestCase(-1)]
    [TestCase(5)]
    [TestCase(int.MaxValue)]
    public void Unknown_stage_is_not_allowed(int to) => Assert.Multiple(() =>
    {
        foreach (var from in Stages)
            Assert.That(Sara.ShortfallsBefore(new Move(from, (Stage)to), new Dossier { Stage = from }).Select(s => s.Code),
                Is.EqualTo(new[] { Sara.NotAllowed }));
    });

    [TestCase(Stage.Scanning, "This problem is in Scanning. It can move to Analysis, or be closed.")]
    [TestCase(Stage.Response,
        "This problem is in Response. It can move to Assessment, go back to Scanning or Analysis, or be closed.")]
    [TestCase(Stage.Assessment,
        "This problem is in Assessment. It can go back to Scanning or Analysis or Response, or be closed.")]
    [TestCase(Stage.Closed, "This problem is closed. It can be reopened to Scanning or Analysis.")]
    public void Refusal_lists_the_possible_moves(Stage stage, string expected) =>
        Assert.That(Sara.ShortfallsBefore(new Move(stage, stage), new Dossier { Stage = stage })[0].Message, Is.EqualTo(expected));

    [Test]
    public void Refused_closing_lists_the_allowed_reasons() => Assert.That(
        Sara.ShortfallsBefore(new Move(Stage.Response, Stage.Closed, ClosingReason.Duplicate), new Dossier { Stage = Stage.Response })[0]
            .Message,
        Is.EqualTo("Choose a closing reason that is allowed in Response: Further effort unlikely to help."));

    [Test]
    public void Moves_back_are_exactly_the_possible_ones() => Assert.Multiple(() =>
    {
        foreach (var from in Stages)
            Assert.That(Sara.MovesBack(from), Is.EqualTo(Stages.Where(to =>
                to < from && Sara.ShortfallsBefore(new Move(from, to), new Dossier { Stage = from }).Count == 0)));
    });

    [Test]
    public void Closing_reasons_are_exactly_the_allowed_ones() => Assert.Multiple(() =>
    {
        foreach (var from in Stages)
            Assert.That(Sara.ClosingReasons(from), Is.EquivalentTo(Enum.GetValues<ClosingReason>().Where(reason =>
                Sara.ShortfallsBefore(new Move(from, Stage.Closed, reason), new Dossier { Stage = from })
                    .All(s => s.Code != Sara.NotAllowed))));
    });

    [Test]
    public void Impossible_move_can_not_be_overridden()
    {
        var refused = Sara.ShortfallsBefore(new Move(Stage.Scanning, Stage.Response), new Dossier());

        Assert.That(Sara.Codes, Does.Not.Contain(Sara.NotAllowed));
        Assert.That(Sara.NotOverridden(refused, [Sara.NotAllowed, .. Sara.Codes]), Is.EqualTo(refused));
    }

    [Test]
    public void Override_codes_must_match_exactly()
    {
        var missing = Sara.ShortfallsBefore(Gate.Analysis, new Dossier());

        Assert.That(Sara.NotOverridden(missing, ["SCAN.LEAD", "scan", "scanning.cheers"]), Is.EqualTo(missing));
    }

    private static IEnumerable<ClosingReason?> Reasons() => [null, .. Enum.GetValues<ClosingReason>()];
}
