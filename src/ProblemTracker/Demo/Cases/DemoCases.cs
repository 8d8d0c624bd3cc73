using static ProblemTracker.Demo.CaseEndings;
using static ProblemTracker.Demo.DemoPeople;
using static ProblemTracker.Demo.NuisanceCases;
using static ProblemTracker.Demo.PropertyCases;
using static ProblemTracker.Demo.TrafficCases;
using static ProblemTracker.Demo.ViolenceAndDrugCases;

namespace ProblemTracker.Demo;

/// <summary>The generated problems of the demo city: every stage, verdict, closing reason and state, spread over two years.</summary>
internal static class DemoCases
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer;

    public static readonly IReadOnlyList<DemoCase> All = Numbered(
    [
        // Closed after an assessment.
        new(Noise, "Ferry Point", "Keel Street", 21, 600, 26, Nadia, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved, FollowUp = FollowUpFinding.Sustained },
        new(Burglary, "Orchard Terrace", "Russet Street", 18, 630, 22, Beth, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved, IsLong = true, FollowUp = FollowUpFinding.Sustained },
        new(TheftFromVehicle, "Eastgate", "Market Street", 52, 560, 29, Ray, Stage.Closed)
            { Verdict = Verdict.PartlyImproved, Reason = ClosingReason.ReasonableEffortSomeBenefit, FollowUp = FollowUpFinding.Recurred,
                Partner = PartnerHabit.Late },
        new(Disorder, "Union Yards", "Union Street", 33, 520, 34, Cole, Stage.Closed)
            { Verdict = Verdict.NoChange, Reason = ClosingReason.FurtherEffortUnlikelyToHelp, FollowUp = FollowUpFinding.Unknown,
                Partner = PartnerHabit.Declines },
        new(Parking, "Tidewater Gardens", "Tidewater Avenue", 14, 500, 30, Imani, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved, FollowUp = FollowUpFinding.Sustained,
                Partner = PartnerHabit.Returned },
        new(Vandalism, "Weir Meadows", "Lockkeeper Lane", 9, 480, 12, Nadia, Stage.Closed)
            { Verdict = Verdict.CannotTell, Reason = ClosingReason.ReasonableEffortSomeBenefit, FollowUp = FollowUpFinding.Unknown,
                Overridden = "assessment.displacement" },
        new(Drugs, "Union Yards", "Boiler Lane", 40, 470, 27, Ray, Stage.Closed)
            { Verdict = Verdict.PartlyImproved, Reason = ClosingReason.ReasonableEffortSomeBenefit, IsLong = true, Confidential = true,
                Partner = PartnerHabit.Silent },
        new(Racing, "Quarry Bank", "Quarry Road", 60, 450, 11, Cole, Stage.Closed)
            { Verdict = Verdict.Worse, Reason = ClosingReason.FurtherEffortUnlikelyToHelp, FollowUp = FollowUpFinding.Recurred,
                Overridden = "analysis.sources" },
        new(Alcohol, "Saltmarsh Landing", "Landing Road", 27, 440, 24, Walt, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved },
        new(Theft, "Eastgate", "Exchange Street", 16, 420, 36, Beth, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved, IsLong = true, Overridden = "scanning.harms" },
        new(Neglected, "Bellfounders Hill", "Clapper Lane", 7, 400, 14, Imani, Stage.Closed)
            { Verdict = Verdict.PartlyImproved, Reason = ClosingReason.ReasonableEffortSomeBenefit, FollowUp = FollowUpFinding.Sustained,
                Overridden = "analysis.baseline" },
        new(Hazard, "Orchard Terrace", "Terrace Road", 44, 375, 20, Nadia, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved, IsLong = true },
        new(Robbery, "Union Yards", "Signal Street", 25, 340, 15, Theo, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ReasonableEffortSomeBenefit, FollowUp = FollowUpFinding.Sustained,
                Partner = PartnerHabit.Late, IsHasty = true },
        new(Assault, "Lantern Quay", "Chandler Street", 30, 300, 18, Dana, Stage.Closed)
            { Verdict = Verdict.NoChange, Reason = ClosingReason.ReasonableEffortSomeBenefit, Overridden = "response.evaluation" },
        new(Other, "Tidewater Gardens", "Pumphouse Road", 11, 260, 22, Gina, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved, Partner = PartnerHabit.Late },

        // Closed early.
        new(Noise, "Bellfounders Hill", "Carillon Street", 15, 690, 4, Imani, Stage.Closed)
            { ClosedFrom = Stage.Scanning, Reason = ClosingReason.NotAProblem },
        new(Parking, "Ferry Point", "Ferry Street", 38, 655, 16, Nadia, Stage.Closed)
            { ClosedFrom = Stage.Scanning, Reason = ClosingReason.ReferredElsewhere },
        new(TheftFromVehicle, "Gull Ridge", "Ridge Road", 22, 55, 6, Theo, Stage.Closed)
            { ClosedFrom = Stage.Scanning, Reason = ClosingReason.Duplicate, DuplicateOf = "Thefts from cars at the Heron Trail lot" },
        new(Noise, "Lantern Quay", "Ropewalk", 31, 310, 8, Dana, Stage.Closed)
            { ClosedFrom = Stage.Scanning, Reason = ClosingReason.Duplicate, DuplicateOf = "Fights and noise behind the Copper Anchor" },
        new(Other, "Saltmarsh Landing", "Marsh View", 5, 585, 5, Walt, Stage.Closed)
            { ClosedFrom = Stage.Scanning, Reason = ClosingReason.NotAProblem },
        new(Vandalism, "Quarry Bank", "Flagstone Street", 19, 410, 13, Cole, Stage.Closed)
            { ClosedFrom = Stage.Analysis, Reason = ClosingReason.ReferredElsewhere },
        new(Disorder, "Orchard Terrace", "Blossom Street", 12, 230, 5, Beth, Stage.Closed)
            { ClosedFrom = Stage.Scanning, Reason = ClosingReason.NotAProblem },
        new(Burglary, "Tidewater Gardens", "Willow Street", 26, 350, 9, Beth, Stage.Closed)
            { ClosedFrom = Stage.Response, Reason = ClosingReason.FurtherEffortUnlikelyToHelp, Partner = PartnerHabit.Declines },
        new(Neglected, "Eastgate", "Tollhouse Road", 8, 200, 12, Ray, Stage.Closed)
            { ClosedFrom = Stage.Response, Reason = ClosingReason.FurtherEffortUnlikelyToHelp },

        // In Assessment.
        new(Noise, "Orchard Terrace", "Cider Lane", 17, 118, 25, Beth, Stage.Assessment),
        new(Theft, "Union Yards", "Freight Road", 35, 150, 33, Cole, Stage.Assessment) { Verdict = Verdict.PartlyImproved },
        new(Hazard, "Eastgate", "Arcade Street", 20, 300, 21, Ray, Stage.Assessment) { IsLong = true },
        new(Alcohol, "Lantern Quay", "Pilot Row", 13, 212, 23, Theo, Stage.Assessment) { IsDraft = true },
        new(Robbery, "Ferry Point", "Anchorage Avenue", 28, 172, 14, Ray, Stage.Assessment) { IsDraft = true, Ends = HasMoreTime },
        new(Drugs, "Quarry Bank", "Derrick Lane", 10, 165, 26, Imani, Stage.Assessment)
            { GoesBackFrom = Stage.Assessment, Partner = PartnerHabit.Silent },

        // In Response.
        new(Burglary, "Orchard Terrace", "Pippin Street", 33, 62, 0, Beth, Stage.Response) { Planted = DemoSpots.BurgledStreet },
        new(Parking, "Old Millrace", "Fuller Street", 24, 112, 28, Theo, Stage.Response) { Partner = PartnerHabit.Declines },
        new(TheftFromVehicle, "Saltmarsh Landing", "Saltpan Road", 16, 70, 18, Nadia, Stage.Response) { Partner = PartnerHabit.Declines },
        new(Assault, "Union Yards", "Coupling Street", 29, 52, 20, Cole, Stage.Response) { EnforcementOnly = true },
        new(Vandalism, "Weir Meadows", "Weir Road", 21, 58, 13, Imani, Stage.Response) { Ends = IsOnHold },
        new(Disorder, "Ferry Point", "Sailmaker Street", 15, 66, 27, Ray, Stage.Response)
            { GoesBackFrom = Stage.Response, Ends = MoreTimeWaits },
        new(Neglected, "Lantern Quay", "Customs Lane", 19, 80, 15, Walt, Stage.Response) { Partner = PartnerHabit.Unconfirmed },
        new(Other, "Gull Ridge", "Lookout Street", 12, 43, 17, Dana, Stage.Response) { IsDraft = true, Ends = HoldWaits },
        new(Noise, "Union Yards", "Switchyard Avenue", 37, 37, 24, Ray, Stage.Response) { IsDraft = true },
        new(Alcohol, "Tidewater Gardens", "Boathouse Lane", 14, 55, 22, Beth, Stage.Response) { Overridden = "response.alternatives" },

        // In Analysis.
        new(Assault, "Eastgate", "Mercer Street", 22, 13, 10, Beth, Stage.Analysis),
        new(Racing, "Bellfounders Hill", "Hilltop Avenue", 42, 64, 16, Cole, Stage.Analysis) { IsDraft = true },
        new(Theft, "Quarry Bank", "Limekiln Road", 23, 36, 29, Cole, Stage.Analysis) { IsDraft = true, Ends = MoreTimeGranted },
        new(Drugs, "Saltmarsh Landing", "Reedcutters Lane", 18, 28, 21, Nadia, Stage.Analysis) { Confidential = true, Ends = HoldReturned },
        new(Hazard, "Weir Meadows", "Towpath Road", 9, 582, 18, Imani, Stage.Closed)
            { FirstOpened = 700, ClosedFrom = Stage.Response, Reason = ClosingReason.FurtherEffortUnlikelyToHelp, Reopened = 13 },
        new(Disorder, "Eastgate", "Eastgate Avenue", 46, 565, 30, Beth, Stage.Closed)
            { Verdict = Verdict.Improved, Reason = ClosingReason.ObjectivesAchieved, FollowUp = FollowUpFinding.Recurred, Reopened = 5 },
        new(Burglary, "Ferry Point", "Capstan Lane", 20, 52, 10, Walt, Stage.Analysis) { GoesBackFrom = Stage.Analysis, IsDraft = true },

        // In Scanning.
        new(TheftFromVehicle, "Bellfounders Hill", "Bell Street", 11, 10, 9, Dana, Stage.Scanning),
        new(Parking, "Lantern Quay", "Fish Dock Road", 26, 38, 19, Theo, Stage.Scanning) { IsDraft = true, Ends = ClosingWaits },
        new(Vandalism, "Union Yards", "Foundry Street", 48, 24, 11, Imani, Stage.Scanning) { IsDraft = true },
        new(Robbery, "Tidewater Gardens", "Lilac Street", 13, 6, 7, Ray, Stage.Scanning) { IsDraft = true, Ends = RequestWithdrawn },
        new(Other, "Orchard Terrace", "Graft Street", 8, 4, 10, null, Stage.Scanning),
    ]);

    private static DemoCase[] Numbered(DemoCase[] cases)
    {
        var seen = new Dictionary<CaseKind, int>();
        return [.. cases.Select((c, i) =>
        {
            var variant = seen.GetValueOrDefault(c.Kind);
            seen[c.Kind] = variant + 1;
            return c with { Number = i, Variant = variant };
        })];
    }
}
