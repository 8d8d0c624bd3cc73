namespace ProblemTracker.Domain;

/// <summary>A period of local days, both ends included.</summary>
/// <param name="To">Null while there is no end.</param>
public readonly record struct DayRange(DateOnly From, DateOnly? To)
{
    public bool IsInOrder => !(To < From);

    /// <summary>Whether the two have a day in common.</summary>
    public bool Overlaps(DayRange other) => !(To < other.From) && !(other.To < From);
}
