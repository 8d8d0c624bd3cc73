namespace ProblemTracker.Demo;

/// <summary>
/// Runs many stories together in chronological order, one step at a time: each story waits until the time of its next step. Ids and numbers
/// therefore follow the dates, and the daily reminder run sees every problem as it stood that morning.
/// </summary>
/// <param name="setClock">Sets the clock; takes days before today and the minute of that day.</param>
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

    /// <summary>Schedules a story to begin at that time; it lets others run with <see cref="Until"/>.</summary>
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

    /// <summary>Inside a story: lets the others run until that time.</summary>
    public Task Until(int daysAgo, int hour, int minute)
    {
        var wake = Enqueue(daysAgo, hour, minute);
        _turn.TrySetResult();
        return wake;
    }

    /// <summary>Runs all stories to the end; rethrows the first failure.</summary>
    public async Task Run()
    {
        while (_waiting.TryDequeue(out var wake, out var moment))
        {
            // A step scheduled for a time that has passed runs at once; the clock never goes back.
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
