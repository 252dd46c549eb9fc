package dev.belfry.status.publication;

import dev.belfry.platform.id.Sha256;
import dev.belfry.status.component.ComponentStatus;
import dev.belfry.status.page.StatusPage;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Renders a publication as everything that readers of its page can ask for. */
public final class StatusTemplate {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String JSON = "application/json; charset=utf-8";

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, StatusTemplate.class.getClassLoader(), "dev.belfry.status.pages");
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

    private final String css = resource("public/status.css");
    private final String publicUrl;

    /** @param publicUrl where readers find the pages that have no domain of their own */
    public StatusTemplate(URI publicUrl) {
        this.publicUrl = publicUrl.toString().replaceAll("/+$", "");
    }

    /** Whether pages without a domain of their own are found under this host name. */
    boolean isOwn(String host) {
        return host.equalsIgnoreCase(URI.create(publicUrl).getHost()) || LOCAL.contains(host.toLowerCase(Locale.ROOT));
    }

    PageImage render(Publication publication, Instant madeAt) {
        var page = publication.page();
        var url = url(page);
        var zone = ZoneId.of(page.timeZone());
        var documents = new LinkedHashMap<String, PageImage.Source>();

        var history = new History(publication.entries(), zone, madeAt);
        var params = new HashMap<String, Object>();
        params.put("frame", new Frame(publication, css, madeAt, new Moments(zone)));
        params.put("history", history);
        documents.put("", html("status.jte", params));
        for (var month : history.newestOfEachPage()) {
            params.put("newest", month);
            var made = html("history.jte", params);
            documents.put("history/" + month, made);
            documents.putIfAbsent("history", made);
        }
        for (var told : publication.announcements()) {
            params.put("told", told);
            documents.put("incidents/" + StatuspageJson.id(told.id()), html("incident.jte", params));
        }

        for (var one : publication.maintenances()) {
            params.put("one", one);
            documents.put("incidents/" + StatuspageJson.id(one.id()), html("maintenance.jte", params));
        }

        var json = new StatuspageJson(publication, url);
        json.documents()
                .forEach((name, document) ->
                        documents.put("api/v2/" + name, new PageImage.Source(JSON, document.encode())));
        var feeds = new Feeds(publication, url);
        documents.put("history.rss", new PageImage.Source("application/rss+xml; charset=utf-8", feeds.rss()));
        documents.put("history.atom", new PageImage.Source("application/atom+xml; charset=utf-8", feeds.atom()));
        documents.put(
                "calendar.ics", new PageImage.Source("text/calendar; charset=utf-8", Calendar.of(publication, url)));
        var worst = publication.worst();
        documents.put("badge.svg", new PageImage.Source("image/svg+xml; charset=utf-8", Badges.svg(worst)));
        documents.put(
                "shields.json", new PageImage.Source(JSON, Badges.shields(worst).encode()));
        return PageImage.of(page, madeAt, worst == ComponentStatus.OPERATIONAL, documents);
    }

    /** Where customers read a post of that page. */
    public String permalink(StatusPage page, UUID post) {
        return url(page) + "/incidents/" + StatuspageJson.id(post);
    }

    private String url(StatusPage page) {
        return page.domain() == null ? publicUrl + "/p/" + page.slug() : "https://" + page.domain();
    }

    private PageImage.Source html(String template, Map<String, Object> params) {
        var html = new StringOutput();
        // A template takes the parameters it names, and no others.
        var taken = new HashMap<>(params);
        taken.keySet().retainAll(templates.getParamInfo(template).keySet());
        templates.render(template, taken, html);
        return new PageImage.Source(HTML, html.toString());
    }

    /** @param home whether this host has a page of its own to go to */
    String missing(boolean home) {
        return html("missing.jte", Map.of("css", css, "home", home)).text();
    }

    /** What a browser may load beside the page: its own script, and the style that is in it. */
    String contentSecurityPolicy() {
        var hash = Base64.getEncoder().encodeToString(Sha256.of(css.getBytes(StandardCharsets.UTF_8)));
        return "default-src 'none'; style-src 'sha256-" + hash
                + "'; script-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'";
    }

    static String resource(String name) {
        try (var in = StatusTemplate.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
