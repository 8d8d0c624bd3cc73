using ProblemTracker.Domain;

namespace ProblemTracker.Tests.Reports;

/// <summary>Whole tables, read as they are, so that figures can be worked out a second time without the product's SQL.</summary>
internal sealed class Plainly
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    public IReadOnlyList<Problem> Problems { get; private init; } = [];
    public IReadOnlyList<Visit> Visits { get; private init; } = [];
    public IReadOnlyList<Move> Moves { get; private init; } = [];
    public IReadOnlyList<Override> Overrides { get; private init; } = [];
    public IReadOnlyList<Nudge> Nudges { get; private init; } = [];
    public IReadOnlyList<Action> Actions { get; private init; } = [];
    public IReadOnlyDictionary<long, Person> People { get; private init; } = new Dictionary<long, Person>();
    public IReadOnlyDictionary<long, Place> Places { get; private init; } = new Dictionary<long, Place>();

    /// <param name="host">Whose database.</param>
    /// <param name="by">Only what this person sees, and what belongs to it.</param>
    /// <param name="which">A report's filter but for its dates.</param>
    public static async Task<Plainly> Read(TrackerHost host, Role by, Func<Problem, bool> which)
    {
        var members = (await host.Query(db => db.List<Member>("SELECT * FROM ProblemMember", null, default))).ToLookup(m => m.ProblemId, m => m.PersonId);
        var problems = (await host.Query(db => db.List<Problem>("SELECT * FROM Problem", null, default)))
            .Where(p => !p.Confidential || by is Role.Supervisor or Role.Analyst || members[p.Id].Contains(host.IdOf(by))).Where(which).ToDictionary(p => p.Id);
        return new()
        {
            Problems = [.. problems.Values],
            Visits = [.. (await host.Query(db => db.List<Visit>("SELECT * FROM StageVisit", null, default))).Where(v => problems.ContainsKey(v.ProblemId))],
            Moves = [.. (await host.Query(db => db.List<Move>("SELECT * FROM StageMove", null, default))).Where(m => problems.ContainsKey(m.ProblemId))],
            Overrides = [.. (await host.Query(db => db.List<Override>("SELECT * FROM GateOverride", null, default))).Where(o => problems.ContainsKey(o.ProblemId))],
            Nudges = await host.Query(db => db.List<Nudge>("SELECT * FROM Nudge", null, default)),
            Actions = [.. (await host.Query(db => db.List<Action>("SELECT * FROM ProblemAction", null, default))).Where(a => problems.ContainsKey(a.ProblemId))],
            People = (await host.Query(db => db.List<Person>("SELECT * FROM Person", null, default))).ToDictionary(p => p.Id),
            Places = (await host.Query(db => db.List<Place>("SELECT * FROM Neighborhood", null, default))).ToDictionary(p => p.Id),
        };
    }

    public static DateOnly Day(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, NewYork).DateTime);

    public sealed record Problem
    {
        public long Id { get; init; }
        public string Number { get; init; } = "";
        public Stage Stage { get; init; }
        public int Visit { get; init; }
        public long NeighborhoodId { get; init; }
        public string CategoryCode { get; init; } = "";
        public long? LeadId { get; init; }
        public bool Confidential { get; init; }
        public DateTimeOffset OpenedAt { get; init; }
        public DateOnly? DueOn { get; init; }
        public DateOnly? HeldUntil { get; init; }
    }

    public sealed record Member
    {
        public long ProblemId { get; init; }
        public long PersonId { get; init; }
    }

    public sealed record Visit
    {
        public long ProblemId { get; init; }
        public Stage Stage { get; init; }
        public DateTimeOffset EnteredAt { get; init; }
        public DateTimeOffset? LeftAt { get; init; }
    }

    public sealed record Move
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public Stage FromStage { get; init; }
        public Stage ToStage { get; init; }
        public DateTimeOffset MovedAt { get; init; }
    }

    public sealed record Override
    {
        public long ProblemId { get; init; }
        public string Codes { get; init; } = "";
        public DateTimeOffset At { get; init; }
    }

    public sealed record Nudge
    {
        public long ProblemId { get; init; }
        public Rung Rung { get; init; }
        public int Visit { get; init; }
        public DateOnly DueOn { get; init; }
    }

    public sealed record Action
    {
        public long Id { get; init; }
        public long ProblemId { get; init; }
        public long? OwnerId { get; init; }
        public long? OwnerAttachmentId { get; init; }
        public DateOnly? DueOn { get; init; }
        public ActionStatus Status { get; init; }
        public DateOnly? DoneOn { get; init; }
    }

    public sealed record Person
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public bool Active { get; init; }
    }

    public sealed record Place
    {
        public long Id { get; init; }
        public string Name { get; init; } = "";
        public long? SupervisorId { get; init; }
    }
}
