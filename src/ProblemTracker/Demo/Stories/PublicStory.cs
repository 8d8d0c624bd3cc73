using ProblemTracker.Portal;

namespace ProblemTracker.Demo;

/// <summary>What the department tells residents on the public site, in English and in Spanish.</summary>
internal static class PublicStory
{
    private static readonly DemoAccount Dana = DemoCity.Officer, Theo = DemoCity.SecondOfficer, Ruth = DemoCity.Supervisor;

    public static async Task TheNews(DemoCity city, CancellationToken ct)
    {
        await city.Timeline.Until(60, 10, 0);
        await city.Send(Theo, new PublishProblem(city.Problems["Street racing on Meridian Avenue"], 0,
        [
            new()
            {
                Language = "en", Title = "Street racing on Meridian Avenue", Place = "Meridian Avenue, from the bridge to the school",
                YouSaid = "Cars race on weekend nights. You hear them in your bedrooms, and you don't dare to cross.",
                WeDid = "We counted cars and speeds, and asked the city for narrower lanes. The first ones are painted.",
            },
            new()
            {
                Language = "es", Title = "Carreras de autos en Meridian Avenue", Place = "Meridian Avenue, del puente a la escuela",
                YouSaid = "Los autos corren las noches del fin de semana. Se oyen en los dormitorios y da miedo cruzar.",
                WeDid = "Contamos autos y velocidades y pedimos a la ciudad carriles más angostos. Ya se pintaron los primeros.",
            },
        ]), ct);
        await city.Timeline.Until(40, 15, 0);
        await city.Send(Dana, new PublishProblem(city.Problems["Thefts from cars at the Heron Trail lot"], 0,
        [
            new()
            {
                Language = "en", Title = "Thefts from cars at the Heron Trail lot", Place = "Heron Trail lot",
                YouSaid = "Windows are broken and bags are stolen on weekday mornings, while you walk.",
            },
            new()
            {
                Language = "es", Title = "Robos en autos en el estacionamiento de Heron Trail",
                Place = "Estacionamiento de Heron Trail",
                YouSaid = "Rompen las ventanas y se llevan los bolsos las mañanas entre semana, mientras ustedes caminan.",
            },
        ]), ct);
        await city.Timeline.Until(19, 11, 0);
        await city.Send(Dana, new PublishProblem(city.Problems["Fights and noise behind the Copper Anchor"], 0,
        [
            new()
            {
                Language = "en", Title = "Noise and fights behind a bar on Tanner Street", Place = "First block of Tanner Street",
                YouSaid = "Guests shout and fight in the dead end on Friday and Saturday nights. You can't sleep, and you avoid the "
                    + "street.",
                WeDid = "The bar keeps its front door open until closing. The bus company moved the stop of the last night bus to that "
                    + "door. The city put up two lights in the dead end.",
                Measure = "Calls to the police about the back door, in 26 weeks",
            },
            new()
            {
                Language = "es", Title = "Ruido y peleas detrás de un bar en Tanner Street", Place = "Primera cuadra de Tanner Street",
                YouSaid = "Los clientes gritan y pelean en el callejón las noches del viernes y del sábado. Ustedes no pueden dormir y "
                    + "evitan la calle.",
                WeDid = "El bar mantiene abierta la puerta principal hasta el cierre. La compañía de autobuses movió la parada del último "
                    + "autobús a esa puerta. La ciudad puso dos luces en el callejón.",
                Measure = "Llamadas a la policía por la puerta trasera, en 26 semanas",
            },
        ], "o1"), ct);

        await city.Timeline.Until(18, 9, 0);
        var quiet = await city.Send(Dana, new WriteBulletin(null,
        [
            new()
            {
                Language = "en", Title = "Tanner Street: what you said, and what was done",
                Body = "For a year you told us about fights and noise behind a bar. On the page of Lantern Quay you read what changed, and "
                    + "how many calls there were before and after. If it starts again, report it: we check again in half a year.",
            },
            new()
            {
                Language = "es", Title = "Tanner Street: lo que ustedes dijeron y lo que se hizo",
                Body = "Durante un año nos contaron de las peleas y el ruido detrás de un bar. En la página de Lantern Quay se lee qué "
                    + "cambió y cuántas llamadas hubo antes y después. Si vuelve a empezar, repórtelo: lo revisamos en medio año.",
            },
        ]), ct);
        await city.Timeline.Until(17, 10, 0);
        await city.Send(Ruth, new ApproveBulletin(quiet.Id, quiet.Version), ct);

        await city.Timeline.Until(16, 9, 0);
        var cars = await city.Send(Dana, new WriteBulletin(city.Neighborhood("Gull Ridge"),
        [
            new()
            {
                Language = "en", Title = "Leave nothing in your car at the trail",
                Body = "Most of the broken windows were of cars with a bag in sight. Take it with you, or leave it at home.",
            },
            new()
            {
                Language = "es", Title = "No deje nada en su auto en el sendero",
                Body = "Casi todas las ventanas rotas eran de autos con un bolso a la vista. Lléveselo o déjelo en casa.",
            },
        ]), ct);
        await city.Timeline.Until(16, 14, 0);
        await city.Send(Ruth, new ApproveBulletin(cars.Id, cars.Version), ct);
        await city.Timeline.Until(2, 16, 0);
        await city.Send(Theo, new WriteBulletin(null,
        [
            new()
            {
                Language = "en", Title = "How to tell us what keeps happening",
                Body = "Report it on this site, with or without your name. Within two working days you read who takes care of it.",
            },
        ]), ct);
    }
}
