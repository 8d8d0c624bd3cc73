using ProblemTracker.Accounts;
using ProblemTracker.Agency;
using ProblemTracker.Demo;
using ProblemTracker.Incidents;
using ProblemTracker.Jobs;
using ProblemTracker.Mail;
using ProblemTracker.Neighborhoods;
using ProblemTracker.Nudges;
using ProblemTracker.Partners;
using ProblemTracker.Problems;
using ProblemTracker.Reports;
using ProblemTracker.Search;
using ProblemTracker.Stakeholders;

namespace ProblemTracker.Host;

/// <summary>Every endpoint of the API, by group.</summary>
internal static class Api
{
    public static void Map(RouteGroupBuilder v1)
    {
        var search = v1.MapGroup("/search").WithTags("Search");
        search.MapFindText();

        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapListProblems();
        problems.MapOpenProblem();
        problems.MapFindSimilar();
        problems.MapListMoves();
        problems.MapReadProblem();
        problems.MapAdvanceStage();
        problems.MapRecordDurability();
        problems.MapReadSheets();
        problems.MapSaveScanning();
        problems.MapSaveAnalysis();
        problems.MapSaveResponse();
        problems.MapSaveAssessment();
        problems.MapStartResponse();
        problems.MapAmendResponse();
        problems.MapListActions();
        problems.MapAddAction();
        problems.MapChangeProblem();
        problems.MapAssignProblem();
        problems.MapListAttachments();
        problems.MapAttachStakeholder();
        problems.MapDetachStakeholder();
        problems.MapReadPartners();
        problems.MapSavePartnerSummary();
        problems.MapOpenToPartners();
        problems.MapListNotes();
        problems.MapWriteNote();
        problems.MapReadTimeline();
        problems.MapReadAudit();
        problems.MapListLinkedIncidents();
        problems.MapLinkIncidents();
        problems.MapUnlinkIncident();
        problems.MapExtendDeadline();
        problems.MapHoldProblem();
        problems.MapResumeProblem();
        problems.MapAskApproval();
        problems.MapListProblemApprovals();

        var objectives = v1.MapGroup("/objectives").WithTags("Objectives");
        objectives.MapListObjectives();

        var scores = v1.MapGroup("/scores").WithTags("Scores");
        scores.MapListScores();

        var approvals = v1.MapGroup("/approvals").WithTags("Approvals");
        approvals.MapListApprovals();
        approvals.MapApproveRequest();
        approvals.MapReturnRequest();
        approvals.MapWithdrawRequest();

        var incidents = v1.MapGroup("/incidents").WithTags("Incidents");
        incidents.MapListIncidents();
        incidents.MapReadIncidentPatterns();
        incidents.MapListSavedFilters();
        incidents.MapSaveFilter();
        incidents.MapChangeSavedFilter();
        incidents.MapDeleteSavedFilter();

        var imports = v1.MapGroup("/imports").WithTags("Imports");
        imports.MapListImports();
        imports.MapUploadImport();
        imports.MapReadImport();
        imports.MapPreviewImport();
        imports.MapStartImport();
        imports.MapCancelImport();
        imports.MapUndoImport();
        imports.MapExportRejections();
        imports.MapListMaps();
        imports.MapDeleteMap();

        var neighborhoods = v1.MapGroup("/neighborhoods").WithTags("Neighborhoods");
        neighborhoods.MapListNeighborhoods();
        neighborhoods.MapReadBoundaries();
        neighborhoods.MapReadNeighborhood();

        var actions = v1.MapGroup("/actions").WithTags("Actions");
        actions.MapFindActions();
        actions.MapReadAction();
        actions.MapChangeAction();
        actions.MapConfirmAction();
        actions.MapReturnAction();
        actions.MapReadConversation();
        actions.MapCommentToOwner();
        actions.MapReadActionPhoto();
        actions.MapSendActionLink();
        actions.MapWithdrawActionLinks();

        var overrides = v1.MapGroup("/overrides").WithTags("Overrides");
        overrides.MapListOverrides();

        var partner = v1.MapGroup("/partner").WithTags("Partner");
        partner.MapListPartnerProblems();
        partner.MapReadPartnerProblem();
        partner.MapListPartnerActions();
        partner.MapReadPartnerAction();
        partner.MapAnswerAction();
        partner.MapCommentOnAction();
        partner.MapReportActionDone();
        partner.MapAttachPhoto();
        partner.MapReadPartnerPhoto();

        var nudges = v1.MapGroup("/nudges").WithTags("Nudges");
        nudges.MapListMyNudges();
        nudges.MapSeeNudge();
        nudges.MapSnoozeNudge();
        nudges.MapFinishNudge();

        var mail = v1.MapGroup("/mail").WithTags("Jobs and mail");
        mail.MapListMail();
        mail.MapRetryMail();
        mail.MapDiscardMail();

        var jobs = v1.MapGroup("/jobs").WithTags("Jobs and mail");
        jobs.MapListJobs();

        var reports = v1.MapGroup("/reports").WithTags("Reports");
        reports.MapReadBriefing();
        reports.MapReadStatusReport();
        reports.MapReadOverdueReport();
        reports.MapReadFlowReport();
        reports.MapReadWorkloadReport();
        reports.MapReadOutcomesReport();
        reports.MapReadParticipationReport();
        reports.MapReadQualityReport();

        var demo = v1.MapGroup("/demo").WithTags("Demo").DemoOnly();
        demo.MapReadDemoClock();
        demo.MapMoveDemoClock();

        var stakeholders = v1.MapGroup("/stakeholders").WithTags("Stakeholders");
        stakeholders.MapListStakeholders();
        stakeholders.MapReadStakeholder();
        stakeholders.MapCreateStakeholder();
        stakeholders.MapChangeStakeholder();
        stakeholders.MapFindSimilarStakeholders();
        stakeholders.MapListStakeholderProblems();
        stakeholders.MapRecordConsent();
        stakeholders.MapWithdrawConsent();
        stakeholders.MapMergeStakeholders();

        var people = v1.MapGroup("/people").WithTags("People");
        people.MapListPeople();
        people.MapCreatePerson();
        people.MapChangePerson();
        people.MapReadCaseload();
        people.MapHandOverCaseload();

        var me = v1.MapGroup("/me").WithTags("Me");
        me.MapReadMe();
        me.MapCreateMyToken();
        me.MapCountNearby();
        me.MapReadMySettings();
        me.MapChangeMySettings();

        var settings = v1.MapGroup("/settings").WithTags("Settings");
        settings.MapReadCategories();
        settings.MapReplaceCategories();
        settings.MapReadDeadlines();
        settings.MapChangeDeadlines();
        settings.MapReadHolidays();
        settings.MapReplaceHolidays();
        settings.MapReadTimeZone();
        settings.MapChangeTimeZone();
        settings.MapReadResponsibility();
        settings.MapChangeResponsibility();
    }
}
