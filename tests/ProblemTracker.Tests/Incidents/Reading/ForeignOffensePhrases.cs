namespace ProblemTracker.Tests.Incidents;

/// <summary>Words of offenses in French and Spanish, with and without accents, in the same form as <see cref="OffensePhrases"/>.</summary>
internal static class ForeignOffensePhrases
{
    public const string French = """
        noise: Tapage nocturne | Bruit excessif | Tapage à l'école
        disorder: Bagarre | Rixe sur la voie publique | Trouble à l'ordre public | Trouble de la paix | Intrusion
        drugs: Usage de stupéfiants | Trafic de drogue | Possession de stupefiants
        alcohol: Conduite en état d'ivresse | Ivresse publique | Conduite avec facultés affaiblies
        vandalism: Méfait | Mefaits | Dégradations de biens privés | Vandalisme
        burglary: Cambriolage | Cambriolages de logements | Introduction | Vol par effraction | Tentative de cambriolage
        theft: Vol | Vols simples | Vol à l'étalage | Vol à la tire | Vol de vélo | Vol de véhicule à moteur
        theft: Vol d'auto | Vol de moto
        theft-from-vehicle: Vol dans un véhicule | Vols dans les vehicules | Vol à la roulotte | Vol d'accessoires sur véhicule
        robbery: Vol à main armée | Vols qualifiés | Vol avec violence | Braquage
        assault: Agression | Coups et blessures volontaires | Voies de fait | Menaces de mort | Violences volontaires | Harcèlement
        parking: Stationnement interdit
        -: Escroquerie | Incendie volontaire | Viol | Viol sur mineur | Agression sexuelle | Meurtre
        -: Violence conjugale | Fugue
        """;

    public const string Spanish = """
        noise: Ruido excesivo | Ruidos molestos | Música a alto volumen y ruido
        disorder: Riña | Riña callejera | Alteración del orden público | Escándalo en vía pública
        drugs: Narcomenudeo | Posesión de drogas | Trafico de drogas | Estupefacientes
        alcohol: Conducir en estado de ebriedad | Conducción bajo los efectos del alcohol
        vandalism: Daños | Danos a propiedad ajena | Daño en propiedad ajena | Vandalismo
        burglary: Robo a casa habitación | Robo con fuerza en las cosas | Robo en domicilio | ROBO A CASA HABITACION SIN VIOLENCIA
        theft: Robo | Hurto | Hurtos | Robo de vehículo | Robo de coche | Hurto en tienda | Robo de bicicleta
        theft: Robo a negocio sin violencia
        theft-from-vehicle: Robo en interior de vehículo | Robo de autopartes | Hurto en vehículo
        robbery: Robo con violencia | Robo a mano armada | Robo con violencia o intimidación | Asalto | Robo de vehículo con violencia
        assault: Lesiones | Lesiones dolosas | Agresión física | Amenazas | Acoso | Violencia
        parking: Estacionamiento prohibido
        -: Estafa | Homicidio | Secuestro | Violación | Abuso sexual | Violencia familiar | Incendio provocado | Persona desaparecida
        """;
}
