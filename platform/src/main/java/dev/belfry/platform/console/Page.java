package dev.belfry.platform.console;

import java.util.Map;

/**
 * A page to be rendered: the template draws the content, the layout is the console's.
 *
 * @param section which entry of the navigation is the current one: {@code incidents}, {@code on-call}, …
 * @param status the HTTP status; 422 for a form that is shown again with its errors
 */
public record Page(int status, String title, String section, String template, Map<String, Object> params)
        implements PageReply {
    public Page(String title, String section, String template, Map<String, Object> params) {
        this(200, title, section, template, params);
    }

    public Page withStatus(int newStatus) {
        return new Page(newStatus, title, section, template, params);
    }
}
