using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

public sealed class PermissionsTests
{
    private static readonly Role[] Roles = Enum.GetValues<Role>();
    private static readonly Permission[] All = Enum.GetValues<Permission>();
    private static readonly Involvement[] Involvements = [new(false, false), new(true, false), new(true, true), new(false, true)];

    // One letter per role, in the order Officer, Supervisor, Analyst, Command, Administrator, Partner:
    // y = yes, t = if on the team, n = if not the lead, - = no.
    private static readonly Dictionary<Permission, string> Table = new()
    {
        [Permission.SignedIn] = "yyyyyy",
        [Permission.ReadProblems] = "yyyy--",
        [Permission.WriteNotes] = "yyyy--",
        [Permission.OpenProblems] = "yyy---",
        [Permission.WorkProblems] = "ty----",
        [Permission.WorkConcerns] = "yy----",
        [Permission.WorkSurveys] = "yyy---",
        [Permission.WorkEvidence] = "tyy---",
        [Permission.DecideProblems] = "-n----",
        [Permission.Supervise] = "-y----",
        [Permission.HandOver] = "-y--y-",
        [Permission.Import] = "--y-y-",
        [Permission.ActAsPartner] = "-----y",
        [Permission.ReadAuditLog] = "-y-yy-",
        [Permission.ManageRetention] = "---yy-",
        [Permission.ReleaseRecords] = "-y----",
        [Permission.Administer] = "----y-",
    };

    /// <summary>Every set of roles that one person can have, including the empty set.</summary>
    private static IEnumerable<HashSet<Role>> Holders =>
        Enumerable.Range(0, 1 << Roles.Length).Select(bits => Roles.Where(role => (bits >> (int)role & 1) == 1).ToHashSet());

    [Test]
    public void Table_covers_every_permission_and_role() => Assert.Multiple(() =>
    {
        Assert.That(Table.Keys, Is.EquivalentTo(All));
        Assert.That(Table.Values, Has.All.Length.EqualTo(Roles.Length));
    });

    [TestCaseSource(nameof(All))]
    public void Allows_what_the_table_says_for_every_set_of_roles_and_involvement(Permission permission) => Assert.Multiple(() =>
    {
        foreach (var roles in Holders)
            foreach (var involvement in Involvements)
            {
                var expected = permission == Permission.SignedIn || roles.Any(role => Table[permission][(int)role] switch
                {
                    'y' => true,
                    't' => involvement.OnTeam,
                    'n' => !involvement.IsLead,
                    _ => false,
                });
                Assert.That(Permissions.Allows(roles, permission, involvement), Is.EqualTo(expected),
                    $"{string.Join("+", roles)}, {involvement}");
            }
    });

    [TestCaseSource(nameof(All))]
    public void Might_allow_exactly_what_any_involvement_allows(Permission permission) => Assert.Multiple(() =>
    {
        foreach (var roles in Holders)
            Assert.That(Permissions.MightAllow(roles, permission),
                Is.EqualTo(Involvements.Any(involvement => Permissions.Allows(roles, permission, involvement))), string.Join("+", roles));
    });

    [Test]
    public void Additional_role_never_removes_a_permission() => Assert.Multiple(() =>
    {
        foreach (var roles in Holders)
            foreach (var more in Roles)
                foreach (var permission in All)
                    foreach (var involvement in Involvements.Where(involvement => Permissions.Allows(roles, permission, involvement)))
                        Assert.That(Permissions.Allows(roles.Append(more).ToHashSet(), permission, involvement), Is.True,
                            $"{string.Join("+", roles)} and {more}: {permission}");
    });

    [Test]
    public void Only_the_team_supervisors_and_analysts_see_a_confidential_problem() => Assert.Multiple(() =>
    {
        foreach (var roles in Holders)
            foreach (var onTeam in new[] { false, true })
            {
                var reads = roles.Overlaps([Role.Officer, Role.Supervisor, Role.Analyst, Role.Command]);
                var trusted = onTeam || roles.Overlaps([Role.Supervisor, Role.Analyst]);
                Assert.That(Permissions.MaySee(roles, confidential: false, onTeam), Is.EqualTo(reads), $"{string.Join("+", roles)}");
                Assert.That(Permissions.MaySee(roles, confidential: true, onTeam), Is.EqualTo(reads && trusted),
                    $"{string.Join("+", roles)}, on team {onTeam}");
            }
    });

    [Test]
    public void Only_the_team_and_supervisors_see_protected_names() => Assert.Multiple(() =>
    {
        foreach (var roles in Holders)
        {
            Assert.That(Permissions.MayNameProtected(roles, onTeam: false), Is.EqualTo(roles.Contains(Role.Supervisor)),
                string.Join("+", roles));
            Assert.That(Permissions.MayNameProtected(roles, onTeam: true),
                Is.EqualTo(roles.Overlaps([Role.Officer, Role.Supervisor, Role.Analyst, Role.Command])), string.Join("+", roles));
        }
    });

    // SignedIn is never refused to a signed-in person.
    private static IEnumerable<Permission> Refusable => All.Where(permission => permission != Permission.SignedIn);

    [TestCaseSource(nameof(Refusable))]
    public void Refusal_names_exactly_the_roles_that_can(Permission permission)
    {
        var sentence = Permissions.WhoCan(permission);

        Assert.That(Roles.Where(role => sentence.Contains(role.ToString(), StringComparison.OrdinalIgnoreCase)),
            Is.EqualTo(Roles.Where(role => Table[permission][(int)role] != '-')));
    }

    [Test]
    public void Unknown_permission_is_never_allowed() => Assert.That(
        Involvements.Any(involvement => Permissions.Allows(Roles.ToHashSet(), (Permission)99, involvement)), Is.False);
}
