using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Domain;

/// <summary>What an officer would do about each code. A cure changes only what the message is about.</summary>
internal static class Cures
{
    public static IReadOnlyDictionary<string, Func<Dossier, Dossier>> ByCode { get; } = new Dictionary<string, Func<Dossier, Dossier>>
    {
        ["scanning.statement"] = d => d with { Scanning = d.Scanning with { Statement = Sample.Scanning.Statement } },
        ["scanning.lead"] = d => d with { LeadId = Sample.Lead },
        ["scanning.events"] = d => d with { LinkedEvents = Math.Max(2, d.LinkedEvents) },
        ["scanning.harms"] = d => d with { Scanning = d.Scanning with { Harms = Sample.Scanning.Harms } },
        ["scanning.cheers.community"] = d => WithCheers(d, d.Scanning.Cheers with { Community = Sample.Scanning.Cheers.Community }),
        ["scanning.cheers.harmful"] = d => WithCheers(d, d.Scanning.Cheers with { Harmful = Sample.Scanning.Cheers.Harmful }),
        ["scanning.cheers.expectation"] = d => WithCheers(d, d.Scanning.Cheers with { Expectation = Sample.Scanning.Cheers.Expectation }),
        ["scanning.cheers.events"] = d => WithCheers(d, d.Scanning.Cheers with { Events = Sample.Scanning.Cheers.Events }),
        ["scanning.cheers.recurring"] = d => WithCheers(d, d.Scanning.Cheers with { Recurring = Sample.Scanning.Cheers.Recurring }),
        ["scanning.cheers.similarity"] = d => WithCheers(d, d.Scanning.Cheers with { Similarity = Sample.Scanning.Cheers.Similarity }),

        ["analysis.triangle.offender"] = d => WithTriangle(d, d.Analysis.Triangle with { Offender = Sample.Analysis.Triangle.Offender }),
        ["analysis.triangle.target"] = d => WithTriangle(d, d.Analysis.Triangle with { Target = Sample.Analysis.Triangle.Target }),
        ["analysis.triangle.place"] = d => WithTriangle(d, d.Analysis.Triangle with { Place = Sample.Analysis.Triangle.Place }),
        ["analysis.controllers.handler"] = d =>
            WithControllers(d, d.Analysis.Controllers with { Handler = Sample.Analysis.Controllers.Handler }),
        ["analysis.controllers.guardian"] = d =>
            WithControllers(d, d.Analysis.Controllers with { Guardian = Sample.Analysis.Controllers.Guardian }),
        ["analysis.controllers.manager"] = d =>
            WithControllers(d, d.Analysis.Controllers with { Manager = Sample.Analysis.Controllers.Manager }),
        ["analysis.sources"] = d => d with { Analysis = d.Analysis with { Sources = [.. d.Analysis.Sources, .. Sample.Analysis.Sources] } },
        ["analysis.consulted"] = d =>
            d with { Analysis = d.Analysis with { Consulted = [.. d.Analysis.Consulted, .. Sample.Analysis.Consulted] } },
        ["analysis.currentResponse"] = d => d with { Analysis = d.Analysis with { CurrentResponse = Sample.Analysis.CurrentResponse } },
        ["analysis.hypothesis"] = d => d with { Analysis = d.Analysis with { Hypothesis = Sample.Analysis.Hypothesis } },
        ["analysis.baseline"] = d =>
            d with { Analysis = d.Analysis with { Baselines = [.. d.Analysis.Baselines, .. Sample.Analysis.Baselines] } },

        ["response.objectives"] = d => d with { Response = d.Response with { Objectives = CompleteObjectives(d.Response) } },
        ["response.alternatives"] = d => d with
        {
            Response = d.Response with { Alternatives = [.. d.Response.Alternatives, .. Sample.Response.Alternatives] },
        },
        ["response.owners"] = d => WithPlanned(d, action => action with
        {
            OwnerId = action.HasOwner ? action.OwnerId : Sample.Lead,
            DueOn = action.DueOn ?? new(2026, 5, 15),
        }),
        ["response.technique"] = d => WithPlanned(d, action => action with { Technique = action.Technique ?? Technique.SetRules }),
        ["response.combined"] = d =>
            d with { Response = d.Response with { NoOutsideActionReason = "The owner has left; the city runs the place itself." } },
        ["response.evaluation"] = d => d with { Response = d.Response with { Evaluation = Sample.Response.Evaluation } },

        ["response.started"] = d => d with { Plan = Sample.Plan, FirstStartedOn = d.FirstStartedOn ?? Sample.Plan.StartedOn },
        ["response.open"] = d => WithActions(WithPlanned(d, Finished), Finished),

        ["assessment.process"] = CarriedOutFully,
        ["assessment.outcomes"] = JudgedByEveryObjective,
        ["assessment.displacement"] = d => d with { Assessment = d.Assessment with { Displacement = Sample.Assessment.Displacement } },
        ["assessment.informed"] = d => d with { Assessment = d.Assessment with { Informed = Sample.Assessment.Informed } },
        ["assessment.verdict"] = d =>
            d with { Assessment = d.Assessment with { Verdict = Verdict.CannotTell, VerdictReason = "Too little data." } },
        ["assessment.lessons"] = d => d with { Assessment = d.Assessment with { Lessons = Sample.Assessment.Lessons } },
        ["assessment.scores"] = d => d with { Assessment = d.Assessment with { Scores = Sample.Assessment.Scores } },
    };

    private static Dossier WithCheers(Dossier d, Cheers cheers) => d with { Scanning = d.Scanning with { Cheers = cheers } };

    private static Dossier WithTriangle(Dossier d, Triangle triangle) => d with { Analysis = d.Analysis with { Triangle = triangle } };

    private static Dossier WithControllers(Dossier d, Controllers controllers) =>
        d with { Analysis = d.Analysis with { Controllers = controllers } };

    /// <summary>Changes every planned action, and adds one first if there is none.</summary>
    private static Dossier WithPlanned(Dossier d, Func<ResponseAction, ResponseAction> change)
    {
        var nextId = d.Actions.Select(action => action.Id).DefaultIfEmpty(0).Max() + 1;
        var actions = d.Actions.Any(action => action.IsPlanned) ? d.Actions
            : [.. d.Actions, new ResponseAction { Id = nextId, Description = "Trim the hedge" }];
        return d with { Actions = [.. actions.Select(action => action.IsPlanned ? change(action) : action)] };
    }

    private static Dossier WithActions(Dossier d, Func<ResponseAction, ResponseAction> change) =>
        d with { Actions = [.. d.Actions.Select(change)] };

    private static Dossier CarriedOutFully(Dossier d)
    {
        var planned = WithPlanned(d, action => action);
        var process = planned.Actions.Select(action => new ProcessFinding { ActionId = action.Id, CarriedOut = CarriedOut.Fully });
        return planned with { Assessment = d.Assessment with { Process = [.. process] } };
    }

    private static ResponseAction Finished(ResponseAction action) => action.Status switch
    {
        ActionStatus.Planned => action with { Status = ActionStatus.Done, DoneOn = new(2026, 5, 10) },
        ActionStatus.Dropped => action with { DroppedReason = "The owner sold the building." },
        _ => action,
    };

    private static List<Objective> CompleteObjectives(ResponseSheet sheet)
    {
        var whole = Sample.Response.Objectives[0];
        var objectives = sheet.Tidy().Objectives;
        return objectives.Count == 0 ? [whole] : [.. objectives.Select(objective => whole with { Key = objective.Key })];
    }

    // Waiting is part of the cure: the after period must be over, and the last action may be far in the future.
    private static Dossier JudgedByEveryObjective(Dossier d)
    {
        var response = d.Response.Tidy();
        if (response.Objectives.Count == 0) response = response with { Objectives = [Sample.Response.Objectives[0]] };
        var lastDone = d.Actions.Max(action => action.DoneOn) ?? d.Today;
        var period = new Period { From = lastDone.AddDays(1), To = lastDone.AddDays(92) };
        var over = period.To.Value.AddDays(1);
        return d with
        {
            Today = d.Today > over ? d.Today : over,
            Response = response,
            Assessment = d.Assessment with
            {
                Outcomes =
                [
                    .. response.Objectives.Select(objective => new Outcome
                    {
                        ObjectiveKey = objective.Key,
                        After = 1,
                        Period = period,
                        ComparableReason = "The bar closed for the winter.",
                        TypedReason = "Counted by the bus company.",
                    }),
                ],
            },
        };
    }
}
