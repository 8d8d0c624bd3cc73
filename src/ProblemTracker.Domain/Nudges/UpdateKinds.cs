namespace ProblemTracker.Domain;

/// <summary>Why someone hears what another person did, in the order shown: what waits for the reader comes first.</summary>
public enum UpdateKind
{
    /// <summary>The reader's request was returned, approved, or lapsed.</summary>
    RequestAnswered,
    /// <summary>A request that the reader may decide.</summary>
    RequestMade,
    /// <summary>The reader got or lost the lead, or a place on the team.</summary>
    Assigned,
    /// <summary>A note names the reader.</summary>
    Mentioned,
    /// <summary>An action of the reader was given to them, changed, confirmed or returned, or someone wrote to them about it.</summary>
    MyAction,
    /// <summary>An owner outside the department accepted, declined, commented, sent a photo, or reported an action done.</summary>
    OwnerAnswered,
    /// <summary>The reporter of a concern that is part of the problem wrote to the department.</summary>
    ResidentWrote,
    /// <summary>The problem moved to another stage, its response started, its test gave a verdict, or its follow-up was recorded.</summary>
    Moved,
    /// <summary>The problem got another due date, went on hold or came back.</summary>
    DueDateChanged,
    /// <summary>Someone saved a worksheet or amended the plan.</summary>
    SheetSaved,
    /// <summary>
    /// Someone wrote a note, added files, filled a site checklist or changed what residents read, or an import changed linked
    /// incidents.
    /// </summary>
    NoteWritten,
}

/// <summary>How a person hears of one kind of update. The page lists them all.</summary>
public enum UpdateWay
{
    PageOnly,
    /// <summary>In the one email of the morning.</summary>
    Daily,
    /// <summary>By email as soon as it can no longer be undone.</summary>
    AtOnce,
}

/// <summary>Which events make an update, for whom, and how people hear of it unless they choose otherwise.</summary>
public static class UpdateKinds
{
    /// <summary>What those who follow a problem hear of an event: its team, unless they don't want to, and those who watch it.</summary>
    /// <param name="auditEvent">Code in the audit, such as <c>problem.stage</c>.</param>
    /// <returns>Null if they don't hear of it.</returns>
    public static UpdateKind? ForFollowers(string auditEvent) => auditEvent switch
    {
        "problem.stage" or "response.started" or "test.evaluated" or "problem.followUp" => UpdateKind.Moved,
        "deadline.extended" or "problem.held" or "problem.resumed" => UpdateKind.DueDateChanged,
        "sheet.scanning" or "sheet.analysis" or "sheet.response" or "sheet.assessment" or "response.amended" => UpdateKind.SheetSaved,
        "note.written" or "checklist.filled" => UpdateKind.NoteWritten,
        "publication.published" or "publication.changed" or "publication.withdrawn" => UpdateKind.NoteWritten,
        _ => null,
    };

    /// <summary>A new update of this kind replaces an unseen one of the same event, since only the latest matters.</summary>
    public static bool Replaces(this UpdateKind kind) => kind == UpdateKind.SheetSaved;

    /// <summary>The kinds that someone with these roles can get.</summary>
    public static IEnumerable<UpdateKind> For(IReadOnlySet<Role> roles)
    {
        if (!roles.Any(role => role != Role.Partner)) return [UpdateKind.MyAction];
        var decides = Permissions.MightAllow(roles, Permission.DecideProblems);
        return Enum.GetValues<UpdateKind>().Where(kind => kind != UpdateKind.RequestMade || decides);
    }

    /// <summary>How someone with these roles hears of a kind unless they chose otherwise.</summary>
    public static UpdateWay DefaultWay(this UpdateKind kind, IReadOnlySet<Role> roles) => kind switch
    {
        UpdateKind.RequestAnswered or UpdateKind.Mentioned => UpdateWay.AtOnce,
        UpdateKind.Assigned => roles.Contains(Role.Command) ? UpdateWay.Daily : UpdateWay.AtOnce,
        UpdateKind.SheetSaved or UpdateKind.NoteWritten => UpdateWay.PageOnly,
        _ => UpdateWay.Daily,
    };
}
