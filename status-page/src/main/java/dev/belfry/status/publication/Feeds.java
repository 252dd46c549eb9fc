package dev.belfry.status.publication;

import dev.belfry.status.announcement.Announcement;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** The newest posts as RSS 2.0 and Atom (RFC 4287): an entry for each post, whose text grows with its updates. */
final class Feeds {
    private static final int ENTRIES = 25;
    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final XMLOutputFactory XML = XMLOutputFactory.newFactory();
    private static final DateTimeFormatter RFC_822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SAID = DateTimeFormatter.ofPattern("MMM d, HH:mm z", Locale.ENGLISH);

    /** What XML 1.0 cannot hold. */
    private static final Pattern NO_TEXT =
            Pattern.compile("[^\\t\\n\\r\\u0020-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private final Publication publication;
    private final String url;
    private final List<Announcement> newest;

    Feeds(Publication publication, String url) {
        this.publication = publication;
        this.url = url;
        this.newest = publication.announcements().stream().limit(ENTRIES).toList();
    }

    String rss() {
        return document(xml -> {
            xml.writeStartElement("rss");
            xml.writeAttribute("version", "2.0");
            xml.writeNamespace("atom", ATOM);
            xml.writeStartElement("channel");
            element(xml, "title", title());
            element(xml, "link", url);
            xml.writeEmptyElement("atom:link");
            xml.writeAttribute("href", url + "/history.rss");
            xml.writeAttribute("rel", "self");
            xml.writeAttribute("type", "application/rss+xml");
            element(xml, "description", "What happened at " + publication.page().name());
            element(xml, "pubDate", RFC_822.format(publication.updatedAt()));
            for (var post : newest) {
                xml.writeStartElement("item");
                element(xml, "title", post.name());
                element(xml, "description", html(post));
                element(xml, "pubDate", RFC_822.format(post.createdAt()));
                element(xml, "link", link(post));
                element(xml, "guid", link(post));
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndElement();
        });
    }

    String atom() {
        return document(xml -> {
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(ATOM);
            element(xml, "id", url + "/history");
            element(xml, "title", title());
            element(xml, "updated", seconds(publication.updatedAt()));
            xml.writeStartElement("author");
            element(xml, "name", publication.page().name());
            xml.writeEndElement();
            link(xml, "alternate", "text/html", url);
            link(xml, "self", "application/atom+xml", url + "/history.atom");
            for (var post : newest) {
                xml.writeStartElement("entry");
                element(xml, "id", link(post));
                element(xml, "published", seconds(post.createdAt()));
                element(xml, "updated", seconds(post.updatedAt()));
                link(xml, "alternate", "text/html", link(post));
                element(xml, "title", post.name());
                xml.writeStartElement("content");
                xml.writeAttribute("type", "html");
                xml.writeCharacters(clean(html(post)));
                xml.writeEndElement();
                xml.writeEndElement();
            }
            xml.writeEndElement();
        });
    }

    private String title() {
        return publication.page().name() + " Status - Incident History";
    }

    private String link(Announcement post) {
        return url + "/incidents/" + StatuspageJson.id(post.id());
    }

    private String html(Announcement post) {
        var zone = ZoneId.of(publication.page().timeZone());
        return post.updates().stream()
                .map(update -> "<p><small>" + SAID.format(update.createdAt().atZone(zone)) + "</small><br><strong>"
                        + update.status().words() + "</strong></p>" + Markdown.html(update.body()))
                .collect(Collectors.joining());
    }

    private static String seconds(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(clean(text));
        xml.writeEndElement();
    }

    private static void link(XMLStreamWriter xml, String rel, String type, String href) throws XMLStreamException {
        xml.writeEmptyElement("link");
        xml.writeAttribute("rel", rel);
        xml.writeAttribute("type", type);
        xml.writeAttribute("href", href);
    }

    private static String clean(String text) {
        return NO_TEXT.matcher(text).replaceAll("\uFFFD");
    }

    private static String document(Content content) {
        var out = new StringWriter();
        try {
            var xml = XML.createXMLStreamWriter(out);
            xml.writeStartDocument("utf-8", "1.0");
            content.write(xml);
            xml.writeEndDocument();
            xml.close();
        } catch (XMLStreamException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toString();
    }

    /** What stands in a document. */
    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }
}
