using System.Threading.Channels;

namespace ProblemTracker.Shared;

/// <summary>Somebody read something that must be recorded: a confidential problem, or a list as a file.</summary>
/// <param name="Event">The audit event, such as <c>problem.viewed</c>.</param>
/// <param name="After">What the audit entry says besides who and when.</param>
public sealed record Access(string Event, Actor Actor, long? ProblemId, DateTimeOffset At, object After)
{
    public const string Viewed = "problem.viewed", Printed = "problem.printed", Exported = "list.exported";
}

/// <summary>
/// Accesses that wait to be written to the audit log. Reading neither waits for the database's writer nor fails with it, so they are
/// written just afterward; a process that is killed loses those of its last moments.
/// </summary>
public sealed class AccessLog(ILogger<AccessLog> log)
{
    /// <summary>Hours of reading, in case the database can't be written to.</summary>
    private const int Most = 20_000;

    private readonly Channel<Access> _waiting =
        System.Threading.Channels.Channel.CreateBounded<Access>(new BoundedChannelOptions(Most) { SingleReader = true });
    private int _unwritten;

    /// <summary>How many are not written yet.</summary>
    public int Unwritten => Volatile.Read(ref _unwritten);

    public ChannelReader<Access> Waiting => _waiting.Reader;

    public void Add(Access access)
    {
        Interlocked.Increment(ref _unwritten);
        if (_waiting.Writer.TryWrite(access)) return;
        Written(1);
        log.LogError("The audit log lacks {Event} by person {PersonId}, problem {ProblemId}, at {At}, because {Most} others are waiting",
            access.Event, access.Actor.PersonId, access.ProblemId, access.At, Most);
    }

    /// <summary>Takes those that wait, at most <paramref name="most"/>.</summary>
    public IReadOnlyList<Access> Take(int most)
    {
        var taken = new List<Access>();
        while (taken.Count < most && _waiting.Reader.TryRead(out var access)) taken.Add(access);
        return taken;
    }

    /// <summary>Call for those taken, once they are in the database or given up.</summary>
    public void Written(int count) => Interlocked.Add(ref _unwritten, -count);
}
