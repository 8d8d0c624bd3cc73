namespace ProblemTracker.Demo;

/// <summary>
/// Lets many stories be told at once in the order of time: each waits until its next step's hour has come, and one steps at a time. So what
/// was done first has the lower number, and who looks at all problems each morning finds them as they stood then.
/// </summary>
/// <param name="setClock">Shows a local time so many days ago.</param>
internal sealed class DemoTimeline(Action<int, int> setClock)
{
    private readonly record struct Moment(int DaysAgo, int Minute, int Order) : IComparable<Moment>
    {
        public int CompareTo(Moment other) => DaysAgo != other.DaysAgo ? other.DaysAgo.CompareTo(DaysAgo)
            : Minute != other.Minute ? Minute.CompareTo(other.Minute) : Order.CompareTo(other.Order);
    }

    private readonly PriorityQueue<TaskCompletionSource, Moment> _waiting = new();
    private TaskCompletionSource _turn = NewSource();
    private Moment _shown = new(int.MaxValue, 0, 0);
    private int _order;

    /// <summary>Begins a story at that hour; it may wait for others with <see cref="Until"/>.</summary>
    public void Begin(int daysAgo, int hour, int minute, Func<Task> story)
    {
        var wake = Enqueue(daysAgo, hour, minute);
        _ = Tell();

        async Task Tell()
        {
            try
            {
                await wake;
                await story();
                _turn.TrySetResult();
            }
            catch (Exception error)
            {
                _turn.TrySetException(error);
            }
        }
    }

    /// <summary>Within a story: lets the others go on until that hour has come.</summary>
    public Task Until(int daysAgo, int hour, int minute)
    {
        var wake = Enqueue(daysAgo, hour, minute);
        _turn.TrySetResult();
        return wake;
    }

    /// <summary>Tells all stories to their ends; the first that fails ends it.</summary>
    public async Task Run()
    {
        while (_waiting.TryDequeue(out var wake, out var moment))
        {
            // A step that was planned for an hour that is over comes at once.
            if (moment.CompareTo(_shown) > 0) _shown = moment;
            setClock(_shown.DaysAgo, _shown.Minute);
            _turn = NewSource();
            wake.SetResult();
            await _turn.Task;
        }
    }

    private Task Enqueue(int daysAgo, int hour, int minute)
    {
        var wake = NewSource();
        _waiting.Enqueue(wake, new(daysAgo, 60 * hour + minute, _order++));
        return wake.Task;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
