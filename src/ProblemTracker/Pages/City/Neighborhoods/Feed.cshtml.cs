using System.Security.Cryptography;
using System.Text;
using System.Xml;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;
using Microsoft.Net.Http.Headers;
using ProblemTracker.Agency;
using ProblemTracker.Portal;

namespace ProblemTracker.Pages.City;

/// <summary>News of a neighborhood as an Atom feed (RFC 4287).</summary>
[AllowAnonymous, ResponseCache(Duration = 300, Location = ResponseCacheLocation.Any, VaryByHeader = "Accept-Language")]
public sealed class CityFeedPage(IMediator mediator, TrackerOptions options, IStringLocalizer<PortalTexts> words) : CityPage(mediator)
{
    private const string Atom = "http://www.w3.org/2005/Atom";

    [FromRoute] public long Id { get; set; }

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        var news = await Mediator.Send(new ReadNews(Id), ct);
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new() { OmitXmlDeclaration = true, CheckCharacters = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, Languages.Current.Name);
            var home = options.Address($"/city/neighborhoods/{Id}");
            xml.WriteElementString("id", Atom, home);
            xml.WriteElementString("title", Atom, words["News.Subject", news.Neighborhood]);
            xml.WriteElementString("updated", Atom, Time(news.Items.Count == 0 ? DateTimeOffset.UnixEpoch : news.Items[0].At));
            Link(xml, "self", $"{home}/feed?{Languages.Parameter}={Languages.Current.Name}");
            Link(xml, "alternate", $"{home}?{Languages.Parameter}={Languages.Current.Name}");
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, (await Mediator.Send(new ReadLetterhead(), ct)).Name ?? words["Department"]);
            xml.WriteEndElement();
            foreach (var item in news.Items) Entry(xml, item);
            xml.WriteEndElement();
        }
        var content = Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>{text}");
        // Answers 304 to a reader that has this version already.
        return new FileContentResult(content, "application/atom+xml; charset=utf-8")
        {
            EntityTag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\""),
        };
    }

    private void Entry(XmlWriter xml, NewsItem item)
    {
        var address = options.Address($"/city{item.Path}");
        xml.WriteStartElement("entry", Atom);
        xml.WriteAttributeString("xml", "lang", null, item.Language);
        xml.WriteElementString("id", Atom, address);
        xml.WriteElementString("title", Atom, item.Heading(words));
        xml.WriteElementString("updated", Atom, Time(item.At));
        Link(xml, "alternate", $"{address}?{Languages.Parameter}={Languages.Current.Name}");
        xml.WriteElementString("summary", Atom, item.Text);
        xml.WriteEndElement();
    }

    private static void Link(XmlWriter xml, string rel, string address)
    {
        xml.WriteStartElement("link", Atom);
        xml.WriteAttributeString("rel", rel);
        xml.WriteAttributeString("href", address);
        xml.WriteEndElement();
    }

    private static string Time(DateTimeOffset at) => XmlConvert.ToString(at.UtcDateTime, XmlDateTimeSerializationMode.Utc);
}
