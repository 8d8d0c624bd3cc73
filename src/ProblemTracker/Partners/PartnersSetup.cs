using ProblemTracker.Files;

namespace ProblemTracker.Partners;

/// <summary>Registers the services and endpoints of Partners.</summary>
internal static class PartnersSetup
{
    public static IServiceCollection AddPartners(this IServiceCollection services)
    {
        services.AddScoped<OwnerDesk>();
        services.AddScoped<OwnerPhotos>();
        services.AddSingleton<PictureConversions>();
        return services;
    }

    public static void MapPartners(this RouteGroupBuilder v1)
    {
        var problems = v1.MapGroup("/problems").WithTags("Problems");
        problems.MapReadPartners();
        problems.MapSavePartnerSummary();
        problems.MapOpenToPartners();

        var actions = v1.MapGroup("/actions").WithTags("Actions");
        actions.MapConfirmAction();
        actions.MapReturnAction();
        actions.MapReadConversation();
        actions.MapCommentToOwner();
        actions.MapReadActionPhoto();
        actions.MapSendActionLink();
        actions.MapWithdrawActionLinks();

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
    }
}
