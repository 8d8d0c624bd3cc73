namespace ProblemTracker.Problems;

/// <summary>
/// Who hears of what the file records. Each update points to the entry that was recorded last, is written right after it, and goes to
/// active people other than the actor, one per person and entry: the first that is told wins.
/// </summary>
internal sealed partial class CaseFile
{
    private const string Insert = """
        INSERT INTO PersonUpdate (PersonId, ProblemId, EntryId, Kind, ActionId)
        SELECT w.Id, @ProblemId, e.Id, @Kind, @ActionId FROM Person w, AuditEntry e
        WHERE e.Id = (SELECT MAX(x.Id) FROM AuditEntry x WHERE x.ProblemId = @ProblemId AND x.Event = @Event)
            AND w.Active = 1 AND w.Id <> @ActorId
            AND NOT EXISTS (SELECT 1 FROM PersonUpdate u WHERE u.PersonId = w.Id AND u.EntryId = e.Id)
        """;

    private const string These = $"{Insert} AND w.Id IN @People";

    private const string AccountsOfOwner =
        $"{Insert} AND w.StakeholderId IN (SELECT t.StakeholderId FROM ProblemStakeholder t WHERE t.Id = @AttachmentId)";

    /// <summary>The neighborhood's supervisor, or if there is none who can decide, all supervisors.</summary>
    private const string Deciders = $"""
        {Insert} AND (w.Id <> @LeadId AND w.Id IN (SELECT r.PersonId FROM PersonRole r WHERE r.Role = 'Supervisor')
            AND (w.Id IN (SELECT n.SupervisorId FROM Neighborhood n WHERE n.Id = @NeighborhoodId)
                OR NOT EXISTS (
                    SELECT 1 FROM Neighborhood n JOIN Person s ON s.Id = n.SupervisorId JOIN PersonRole r ON r.PersonId = s.Id
                    WHERE n.Id = @NeighborhoodId AND s.Active = 1 AND r.Role = 'Supervisor' AND s.Id NOT IN (@LeadId, @ActorId))))
        """;

    private const string Followers = $"""
        {Insert} AND (w.Id IN @People OR w.Id IN (SELECT x.PersonId FROM ProblemWatch x WHERE x.ProblemId = @ProblemId AND x.Watching = 1))
            AND w.Id NOT IN (SELECT x.PersonId FROM ProblemWatch x WHERE x.ProblemId = @ProblemId AND x.Watching = 0)
            AND w.Id NOT IN @Granted
        """;

    private readonly HashSet<long> _granted = [.. granted ?? []];

    private Recorded? _recorded;

    /// <param name="ActionId">Null if the entry is not about an action.</param>
    private sealed record Recorded(string Event, long? Subject)
    {
        public long? ActionId => Event.StartsWith("action.", StringComparison.Ordinal) ? Subject : null;
    }

    /// <summary>The people who got what they requested. They hear that, and not of the same step a second time.</summary>
    public IReadOnlyCollection<long> Granted => _granted;

    public void Grant(long requesterId) => _granted.Add(requesterId);

    /// <summary>Tells people of the entry just recorded.</summary>
    public void Tell(UpdateKind kind, params IEnumerable<long?> people)
    {
        var ids = people.OfType<long>().Distinct().ToList();
        if (ids.Count > 0) Tell(kind, These, ids);
    }

    /// <summary>Tells an action's owner of the entry just recorded: the officer, or the accounts of an owner outside.</summary>
    public void TellOwner(long? ownerId, long? attachmentId)
    {
        Tell(UpdateKind.MyAction, ownerId);
        if (attachmentId is not null) Tell(UpdateKind.MyAction, AccountsOfOwner, [], attachmentId);
    }

    /// <summary>Tells those who may decide of the request just recorded.</summary>
    public void TellDeciders() => Tell(UpdateKind.RequestMade, Deciders, []);

    /// <summary>Tells those who may decide about the problem of the entry just recorded, and these people.</summary>
    public void TellSupervisors(UpdateKind kind, params IEnumerable<long?> people)
    {
        Tell(kind, Deciders, []);
        Tell(kind, people);
    }

    /// <summary>
    /// A request no longer waits, so nobody has to hear of it anymore. Once it is approved, nobody has to hear either that an earlier
    /// approval was undone.
    /// </summary>
    public void ForgetRequest(long requestId, bool approved) => Write("""
        UPDATE PersonUpdate SET SeenAt = COALESCE(SeenAt, @Now), MailedAt = COALESCE(MailedAt, @Now)
        WHERE ProblemId = @ProblemId AND EntryId IN (
            SELECT e.Id FROM AuditEntry e WHERE e.ProblemId = @ProblemId
                AND (e.Event = @Undone OR (e.Event = 'request.created' AND e.SubjectId = @Subject)))
        """, new { ProblemId = Problem.Id, Subject = $"{requestId}", Undone = approved ? UndoRules.Undone : "", Now });

    /// <summary>Tells those who follow the problem of the entry just recorded: its team and those who watch it.</summary>
    public void TellFollowers(UpdateKind kind)
    {
        if (kind.Replaces())
            _records.Add(new("""
                DELETE FROM PersonUpdate WHERE ProblemId = @ProblemId AND Kind = @Kind AND SeenAt IS NULL
                    AND EntryId IN (SELECT e.Id FROM AuditEntry e WHERE e.ProblemId = @ProblemId AND e.Event = @Event)
                """, new { ProblemId = Problem.Id, Kind = kind.ToString(), _recorded!.Event }));
        Tell(kind, Followers, Team);
    }

    private void TellFollowersOfTheLast()
    {
        if (_recorded is not null && UpdateKinds.ForFollowers(_recorded.Event) is { } kind) TellFollowers(kind);
    }

    private void Tell(UpdateKind kind, string insert, IReadOnlyList<long> people, long? attachmentId = null)
    {
        if (_recorded is null) throw new InvalidOperationException("Record what happened before telling anyone.");
        _records.Add(new(insert, new
        {
            ProblemId = Problem.Id,
            Kind = kind.ToString(),
            _recorded.ActionId,
            _recorded.Event,
            ActorId = Actor.PersonId ?? 0,
            People = people,
            Granted,
            AttachmentId = attachmentId,
            LeadId = Problem.LeadId ?? 0,
            Problem.NeighborhoodId,
        }));
    }
}
