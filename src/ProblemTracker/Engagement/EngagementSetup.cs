namespace ProblemTracker.Engagement;

/// <summary>Registers the services and endpoints of Engagement.</summary>
internal static class EngagementSetup
{
    public static IServiceCollection AddEngagement(this IServiceCollection services) => services
        .AddScoped<EngagementEmails>().AddSingleton(EngagementRetention.Kind).AddSingleton(EngagementRetention.Meetings);

    public static void MapEngagement(this RouteGroupBuilder v1)
    {
        var engagements = v1.MapGroup("/engagements").WithTags("Contacts with residents");
        engagements.MapListEngagements();
        engagements.MapLogEngagement();
        engagements.MapDeleteEngagement();
        engagements.MapReadReach();
        engagements.MapGiveCommitmentAfterContact();
        engagements.MapEnterConcernAfterContact();

        var meetings = v1.MapGroup("/meetings").WithTags("Meetings with residents");
        meetings.MapListMeetings();
        meetings.MapPlanMeeting();
        meetings.MapHoldMeeting();
        meetings.MapGiveCommitmentAtMeeting();

        var commitments = v1.MapGroup("/commitments").WithTags("Commitments to residents");
        commitments.MapListCommitments();
        commitments.MapChangeCommitment();
        commitments.MapKeepCommitment();
    }
}
