namespace ProblemTracker.Analysis;

/// <summary>Why there is no number, or no interval around it.</summary>
public enum NoResult
{
    /// <summary>There are no values.</summary>
    Empty,
    /// <summary>There is one value, which says nothing about how values differ.</summary>
    OneValue,
    /// <summary>All values are the same, so nothing is known of how they differ.</summary>
    Constant,
    /// <summary>There is one item; a scale has at least two.</summary>
    OneItem,
    /// <summary>A count that must be divided by is zero.</summary>
    ZeroCount,
    /// <summary>The response area did not improve against its control area.</summary>
    NotImproved,
    /// <summary>There are no periods before the change, or none after it.</summary>
    OneSide,
    /// <summary>There are too few periods for the terms of the model.</summary>
    TooFewPeriods,
    /// <summary>No events before the change, or none after it, so that the size of the change has no limit.</summary>
    NoEvents,
    /// <summary>The model has no finite estimates for these values.</summary>
    NoFit,
    /// <summary>There are no earlier years to compare with.</summary>
    NoEarlierYears,
    /// <summary>All events are at one place.</summary>
    OnePlace,
    /// <summary>All events are on one day.</summary>
    OneDay,
    /// <summary>A place is not on Earth, or too far from the others to be measured with them.</summary>
    FarAway,
    /// <summary>A mean is zero or below, so that a change can't be given in percent of it.</summary>
    NotPositive,
    /// <summary>Even the end of all events would probably not show.</summary>
    CannotBeJudged,
}

/// <summary>What users read when there is no number.</summary>
public static class NoResults
{
    /// <summary>One sentence: what is missing, in the words of the page.</summary>
    public static string Sentence(this NoResult why) => why switch
    {
        NoResult.Empty => "There are no events.",
        NoResult.OneValue => "There is only one value.",
        NoResult.Constant => "All values are the same.",
        NoResult.OneItem => "There is only one question; a scale needs at least two.",
        NoResult.ZeroCount => "An area or period has no events, so the others can't be divided by it.",
        NoResult.NotImproved => "The response area did not improve against the control area, so no gain could spread or move.",
        NoResult.OneSide => "There must be periods before the change and after it.",
        NoResult.TooFewPeriods => "There are too few periods for this model. Use more periods or fewer terms.",
        NoResult.NoEvents => "There are no events before the change or none after it, so the size of the change can't be estimated.",
        NoResult.NoFit => "The model does not fit these counts. Use fewer terms.",
        NoResult.NoEarlierYears => "There are no earlier years to compare with.",
        NoResult.OnePlace => "All events are at one place.",
        NoResult.OneDay => "All events are on one day.",
        NoResult.FarAway => "A place is not on Earth, or more than 500 kilometers from the others. Check its coordinates.",
        NoResult.NotPositive => "A mean is zero or below, so the change can't be given in percent.",
        NoResult.CannotBeJudged => "This cannot be judged from counts: even the end of all events would probably not show.",
        _ => throw new ArgumentOutOfRangeException(nameof(why)),
    };
}
