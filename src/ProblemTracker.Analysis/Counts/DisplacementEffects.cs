namespace ProblemTracker.Analysis;

/// <summary>The counts of an area before and after a response.</summary>
/// <param name="Size">Weight of the area, such as its square kilometers; counts are divided by it. 1 compares counts as they are.</param>
public readonly record struct AreaCounts(int Before, int After, double Size = 1);

/// <summary>The lengths of the two periods, such as 24 and 12 months; counts are divided by them. 1 and 1 for the same length.</summary>
public readonly record struct PeriodLengths(double Before, double After)
{
    public static readonly PeriodLengths Same = new(1, 1);
}

/// <summary>A weighted displacement difference. Below zero is better.</summary>
/// <param name="Total">Response and displacement areas, each against its control area.</param>
/// <param name="Local">The response area against its control area.</param>
/// <param name="Moved">The displacement area against its control area: above zero if events moved there. Null without such an area.</param>
public sealed record WeightedDifference(Effect Total, Effect Local, Effect? Moved);

/// <summary>What the displacement quotient says of the displacement area.</summary>
public enum QuotientMeaning
{
    /// <summary>Above 1: it gained more than the response area did.</summary>
    MoreThanTheEffect,
    /// <summary>Above 0, to 1: it gained too.</summary>
    Diffusion,
    /// <summary>0: nothing spread or moved.</summary>
    Neither,
    /// <summary>Below 0, to -1: events moved there, fewer than were prevented.</summary>
    LessThanTheGain,
    /// <summary>Below -1: more moved than was prevented.</summary>
    GainGone,
}

/// <summary>Descriptive measures of displacement, without errors.</summary>
/// <param name="GrossEffect">R before - R after, in events; above zero is better. Only for periods of the same length.</param>
/// <param name="NetEffect">R/C before - R/C after; above zero is better. Null if the control area has no events.</param>
/// <param name="BufferChange">D/C after - D/C before; below zero is better.</param>
/// <param name="Quotient">Null with a reason.</param>
/// <param name="TotalNetEffect">Events prevented in both areas; above zero is better. Null if the control area had none before.</param>
public sealed record DisplacementMeasures(int GrossEffect, double? NetEffect, double? BufferChange, double? Quotient,
    QuotientMeaning? Meaning, double? TotalNetEffect, NoResult? WhyNoQuotient);

/// <summary>Whether a response prevented events, and whether they moved next door.</summary>
public static class DisplacementEffects
{
    /// <summary>
    /// WDD = (Rₐ - R_b) - (Cₐ - C_b) + (Dₐ - D_b) - (DCₐ - DC_b) of counts divided by their weights (length of the period × size of the
    /// area); variance = sum of count/weight² (Wheeler and Ratcliffe 2018, <i>Crime Science</i> 7:11, doi 10.1186/s40163-018-0085-5;
    /// weights as in the R package ptools). Assumes Poisson counts, areas that do not overlap, and that without the response all areas
    /// would have changed by the same number of events per weight. The 95% interval covers 95%, also at a mean of 5.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or a weight is not above zero.</exception>
    /// <exception cref="ArgumentException">There is a displacement area without a control area of its own, or the reverse.</exception>
    public static WeightedDifference Difference(AreaCounts response, AreaCounts control, AreaCounts? displacement = null,
        AreaCounts? displacementControl = null, PeriodLengths? lengths = null)
    {
        if (displacement is null != displacementControl is null)
            throw new ArgumentException("A displacement area needs a control area of its own.", nameof(displacementControl));
        var local = Against(response, control, lengths ?? PeriodLengths.Same);
        if (displacement is not { } area || displacementControl is not { } itsControl) return new(local, local, null);
        var moved = Against(area, itsControl, lengths ?? PeriodLengths.Same);
        return new(local.Plus(moved), local, moved);
    }

    /// <summary>
    /// The same for several kinds of events, each with its harm, such as days of prison per event: Σ harm·WDD, variance Σ harm²·variance.
    /// Assumes that the kinds are counted independently.
    /// </summary>
    public static Effect Harm(IEnumerable<(Effect Effect, double Harm)> kinds) =>
        kinds.Aggregate(new Effect(), (sum, kind) => sum.Plus(kind.Effect.Times(kind.Harm)));

    /// <summary>
    /// WDQ = (Dₐ/Cₐ - D_b/C_b)/(Rₐ/Cₐ - R_b/C_b) (Bowers and Johnson 2003, <i>Journal of Quantitative Criminology</i> 19:275) and
    /// TNE = [R_b·(Cₐ/C_b) - Rₐ] + [D_b·(Cₐ/C_b) - Dₐ] (Guerette 2009, POP tool guide 10). Lengths of periods cancel out of both ratios.
    /// The quotient only means something if the response area improved against the control area.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative.</exception>
    public static DisplacementMeasures Measures(AreaCounts response, AreaCounts displacement, AreaCounts control)
    {
        foreach (var area in new[] { response, displacement, control }) MustBeCounts(area);
        var gross = response.Before - response.After;
        double? total = control.Before == 0 ? null : (double)control.After / control.Before is var growth
            ? response.Before * growth - response.After + displacement.Before * growth - displacement.After : null;
        if (control.Before == 0 || control.After == 0) return new(gross, null, null, null, null, total, NoResult.ZeroCount);
        // As whole numbers, so that equal shares are equal.
        var net = ((long)response.Before * control.After - (long)response.After * control.Before)
            / ((double)control.Before * control.After);
        var buffer = ((long)displacement.After * control.Before - (long)displacement.Before * control.After)
            / ((double)control.Before * control.After);
        if (net <= 0) return new(gross, net, buffer, null, null, total, NoResult.NotImproved);
        var quotient = buffer == 0 ? 0 : buffer / -net;
        return new(gross, net, buffer, quotient, MeaningOf(quotient), total, null);
    }

    private static QuotientMeaning MeaningOf(double quotient) => quotient switch
    {
        > 1 => QuotientMeaning.MoreThanTheEffect,
        > 0 => QuotientMeaning.Diffusion,
        0 => QuotientMeaning.Neither,
        >= -1 => QuotientMeaning.LessThanTheGain,
        _ => QuotientMeaning.GainGone,
    };

    private static Effect Against(AreaCounts area, AreaCounts control, PeriodLengths lengths) =>
        Change(area, lengths).Plus(Change(control, lengths).Times(-1));

    private static Effect Change(AreaCounts area, PeriodLengths lengths)
    {
        MustBeCounts(area);
        double before = lengths.Before * area.Size, after = lengths.After * area.Size;
        Counts.MustBeExposure(before);
        Counts.MustBeExposure(after);
        return new(area.After / after - area.Before / before, area.After / (after * after) + area.Before / (before * before));
    }

    private static void MustBeCounts(AreaCounts area)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(area.Before);
        ArgumentOutOfRangeException.ThrowIfNegative(area.After);
    }
}
