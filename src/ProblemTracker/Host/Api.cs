using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Assignments;
using ProblemTracker.AuditLog;
using ProblemTracker.Concerns;
using ProblemTracker.Demo;
using ProblemTracker.Engagement;
using ProblemTracker.Evidence;
using ProblemTracker.Incidents;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;
using ProblemTracker.Maps;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Open311;
using ProblemTracker.Partners;
using ProblemTracker.Patrol;
using ProblemTracker.Portal;
using ProblemTracker.Problems;
using ProblemTracker.PublicRecords;
using ProblemTracker.Reports;
using ProblemTracker.Retention;
using ProblemTracker.Search;
using ProblemTracker.Stakeholders;
using ProblemTracker.Surveys;
using ProblemTracker.Updates;
using ProblemTracker.Webhooks;

namespace ProblemTracker.Host;

/// <summary>Maps the API. Each capability maps its own endpoints.</summary>
internal static class Api
{
    public static void Map(RouteGroupBuilder v1)
    {
        v1.MapSearch();
        v1.MapProblems();
        v1.MapStakeholders();
        v1.MapPartners();
        v1.MapIncidents();
        v1.MapConcerns();
        v1.MapEvidence();
        v1.MapPatrol();
        v1.MapPortal();
        v1.MapEngagement();
        v1.MapOpen311();
        v1.MapSurveys();
        v1.MapNeighborhoods();
        v1.MapMaps();
        v1.MapAssignments();
        v1.MapUpdates();
        v1.MapNudges();
        v1.MapMail();
        v1.MapJobs();
        v1.MapReports();
        v1.MapPublicRecords();
        v1.MapDemo();
        v1.MapAccounts();
        v1.MapAgency();
        v1.MapAuditLog();
        v1.MapRetention();
        v1.MapWebhooks();
    }
}
