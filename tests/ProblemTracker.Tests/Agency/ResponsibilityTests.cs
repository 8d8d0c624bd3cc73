using System.Text.Json;
using ProblemTracker.Domain;
using ProblemTracker.Shared;

namespace ProblemTracker.Tests.Agency;

public sealed class ResponsibilityTests
{
    private const string Url = "/api/v1/settings/responsibility";

    private TrackerHost _host = null!;
    private long _hill, _quay, _ruth, _rob, _edith;

    private HttpClient Admin => _host.SignIn(Role.Administrator);

    [SetUp]
    public async Task Start()
    {
        _host = new();
        (_hill, _quay) = (await _host.Neighborhood(), await _host.Neighborhood("Lantern Quay"));
        (_ruth, _rob, _edith) = (_host.IdOf("ruth", Role.Supervisor), _host.IdOf("rob", Role.Supervisor),
            _host.IdOf("edith", Role.Command));
    }

    [TearDown] public void Stop() => _host.Dispose();

    [Test]
    public async Task Settings_can_be_read_and_sent_back()
    {
        var empty = await Admin.Read(Url);
        Assert.That(empty.GetProperty("neighborhoods").GetArrayLength(), Is.EqualTo(2));
        Assert.That(empty.GetProperty("supervisors").GetArrayLength(), Is.EqualTo(2));

        await (await Put(0, Table((_hill, _ruth), (_quay, _rob)))).Ok();
        var reply = await Admin.GetAsync(Url);
        Assert.That(reply.Headers.ETag!.Tag, Is.EqualTo("\"1\""));
        var stands = await reply.Json();
        Assert.That(stands.GetProperty("neighborhoods").EnumerateArray().Select(n => n.GetProperty("supervisorId").GetInt64()),
            Is.EqualTo(new[] { _ruth, _rob }));
        Assert.That(
            stands.GetProperty("supervisors").EnumerateArray().Single(s => s.GetProperty("supervisorId").GetInt64() == _ruth)
                .GetProperty("commanderId").GetInt64(), Is.EqualTo(_edith));
        await (await Admin.IfMatch(1).PutAsJsonAsync(Url, stands)).Ok();
    }

    [Test]
    public async Task Neighborhoods_show_their_supervisor()
    {
        await (await Put(0, Table((_hill, _ruth)))).Ok();

        var reader = _host.SignIn(Role.Officer);
        Assert.That((await reader.Read("/api/v1/neighborhoods")).Each("supervisor"), Is.EqualTo(new[] { "ruth", "" }));
        var reply = await reader.GetAsync($"/api/v1/neighborhoods/{_hill}");
        Assert.That((await reply.Json()).GetProperty("supervisorId").GetInt64(), Is.EqualTo(_ruth));
        Assert.That(reply.Headers.ETag!.Tag, Is.EqualTo("\"2\""));
    }

    [Test]
    public async Task Omitted_neighborhoods_and_supervisors_end_up_with_no_one()
    {
        await (await Put(0, Table((_hill, _ruth), (_quay, _rob)))).Ok();

        await (await Put(1, new { neighborhoods = Array.Empty<object>(), supervisors = Array.Empty<object>() })).Ok();

        var stands = await Admin.Read(Url);
        Assert.That(stands.GetProperty("neighborhoods").EnumerateArray().Select(n => n.GetProperty("supervisorId").ValueKind),
            Has.All.EqualTo(JsonValueKind.Null));
        Assert.That(stands.GetProperty("supervisors").EnumerateArray().Select(n => n.GetProperty("commanderId").ValueKind),
            Has.All.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Only_active_supervisors_and_command_staff_can_be_chosen()
    {
        var wrong = await Put(0, new
        {
            neighborhoods = new object[] { new { neighborhoodId = _hill, supervisorId = _edith },
                new { neighborhoodId = 999, supervisorId = _ruth } },
            supervisors = new object[] { new { supervisorId = _ruth, commanderId = _rob },
                new { supervisorId = _edith, commanderId = _edith } },
        });
        Assert.That(await wrong.WrongFields(), Is.EquivalentTo(new[]
        {
            "neighborhoods[0].supervisorId", "neighborhoods[1].neighborhoodId", "supervisors[0].commanderId", "supervisors[1].supervisorId",
        }));
        var twice = await Put(0, new
        {
            neighborhoods = new object[] { new { neighborhoodId = _hill, supervisorId = _ruth },
                new { neighborhoodId = _hill, supervisorId = _rob } },
            supervisors = new object[] { new { supervisorId = _ruth, commanderId = _edith },
                new { supervisorId = _ruth, commanderId = _edith } },
        });
        Assert.That(await twice.WrongFields(), Is.EquivalentTo(new[] { "neighborhoods[1].neighborhoodId", "supervisors[1].supervisorId" }));

        await _host.Deactivate(_ruth);
        Assert.That(await (await Put(0, Table((_hill, _ruth)))).WrongFields(),
            Is.EquivalentTo(new[] { "neighborhoods[0].supervisorId", "supervisors[0].supervisorId" }));
    }

    [Test]
    public async Task Stale_save_is_rejected_and_only_administrators_have_access()
    {
        await (await Put(0, Table((_hill, _ruth)))).Ok();

        Assert.That((await Put(0, Table((_hill, _rob)))).StatusCode, Is.EqualTo(HttpStatusCode.PreconditionFailed));
        Assert.That((await _host.SignIn(Role.Supervisor).GetAsync(Url)).StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
        Assert.That((await Put(1, Table((_hill, _rob)), by: _host.SignIn(Role.Supervisor))).StatusCode,
            Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private object Table(params (long Neighborhood, long Supervisor)[] rows) => new
    {
        neighborhoods = rows.Select(r => new { neighborhoodId = r.Neighborhood, supervisorId = r.Supervisor }),
        supervisors = new[] { new { supervisorId = _ruth, commanderId = _edith } },
    };

    private Task<HttpResponseMessage> Put(int version, object table, HttpClient? by = null) =>
        (by ?? Admin).IfMatch(version).PutAsJsonAsync(Url, table);
}
