namespace ProblemTracker.Surveys;

/// <summary>Definitions of the figures, shown beside them.</summary>
public sealed record SurveyDefinitions
{
    public string TopTwo { get; init; } = "Top two: share of the two highest of five answers, from \"not at all\" (1) to \"to a great "
        + "extent\" (5), with its 95% interval (Wilson). For a component, of all answers to its questions; the interval counts people, "
        + "since the answers of one person are not independent.";
    public string Mean { get; init; } = "Mean: of the answers, 1 to 5, with its 95% interval (Student's t). For a component, of each "
        + "person's own mean.";
    public string People { get; init; } = "People: those who answered. Skipped: those who sent the survey without answering this.";
    public string Alpha { get; init; } = "Alpha (Cronbach): how far the questions of a component agree, at most 1, from people who "
        + "answered all of them. From 0.7 on, they can be read as one figure.";
    public string Hidden { get; init; } = $"Figures of fewer than {SmallCells.Fewest} people are hidden, and those from which a hidden one "
        + "could be computed. Results appear when a wave is closed.";
    public string Change { get; init; } = "Change: top two after minus before, in percentage points, with its 95% interval for two "
        + "independent groups (Newcombe). Answers are not linked, so nobody knows whether the same people answered.";
    public string Net { get; init; } = "Response against control: the change in the response area minus the change in the control area. "
        + "Its interval is made from those of the two changes (Zou and Donner).";
    public string Reached { get; init; } = "Response rate: answers out of slips printed, or out of times that the tablet was handed over. "
        + "How many people saw a poster is unknown, and one person can answer it several times.";
}
