namespace ProblemTracker.Problems;

public sealed record PersonRef
{
    public long Id { get; init; }
    public string Name { get; init; } = "";
}
