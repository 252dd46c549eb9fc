package dev.belfry.status.publication;

import dev.belfry.platform.id.Sha256;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** Renders a publication as everything that readers of its page can ask for. */
public final class StatusTemplate {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(
            null, ContentType.Html, StatusTemplate.class.getClassLoader(), "dev.belfry.status.pages");
    private final String css = resource("public/status.css");
    private final String publicUrl;

    /** @param publicUrl where readers find the pages that have no domain of their own */
    public StatusTemplate(URI publicUrl) {
        this.publicUrl = publicUrl.toString().replaceAll("/+$", "");
    }

    PageImage render(Publication publication, Instant madeAt) {
        var page = publication.page();
        var url = page.domain() == null ? publicUrl + "/p/" + page.slug() : "https://" + page.domain();
        var json = new HashMap<String, String>();
        new StatuspageJson(publication, url).documents().forEach((name, document) -> json.put(name, document.encode()));
        var html = new StringOutput();
        Map<String, Object> params =
                Map.of("publication", publication, "css", css, "madeAt", madeAt, "zone", page.timeZone());
        templates.render("status.jte", params, html);
        return PageImage.of(publication, html.toString(), json);
    }

    /** @param home whether this host has a page of its own to go to */
    String missing(boolean home) {
        var html = new StringOutput();
        templates.render("missing.jte", Map.of("css", css, "home", home), html);
        return html.toString();
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
