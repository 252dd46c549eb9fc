package dev.belfry.platform.console;

import gg.jte.Content;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tabler's outline icons (MIT licence), put into the page as SVG; words always stand beside them. */
final class Icons {
    private static final String PLACE = Assets.WEBJARS + "tabler__icons/3.35.0/icons/outline/";
    private static final Map<String, String> READ = new ConcurrentHashMap<>();

    private Icons() {}

    static Content icon(String name) {
        var svg = READ.computeIfAbsent(name, Icons::read);
        return output -> output.writeContent(svg);
    }

    private static String read(String name) {
        var svg = new String(Assets.read(PLACE + name + ".svg"), StandardCharsets.UTF_8);
        return "<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\" viewBox=\"0 0 24 24\" fill=\"none\" "
                + "stroke=\"currentColor\" stroke-linecap=\"round\" stroke-linejoin=\"round\">"
                + svg.substring(svg.indexOf('>') + 1).replaceAll("\\s*\n\\s*", "");
    }
}
