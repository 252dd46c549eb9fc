package dev.belfry.incident.compat.opsgenie;

import dev.belfry.incident.catalog.service.Integration;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One request of an Opsgenie client.
 *
 * @param door the integration whose key it shows; what it may see is the service of that integration
 * @param path the segments after {@code /v2}, decoded; a slash at the end does not count
 * @param base the address the client knows Belfry by
 */
record Asked(
        Integration door, String method, List<String> path, Map<String, String> query, JsonObject body, String base) {

    String query(String name, String otherwise) {
        return Objects.requireNonNullElse(query.get(name), otherwise);
    }

    /** A whole number within bounds; -1 when it is none. */
    int number(String name, int otherwise, int least, int most) {
        var text = query.get(name);
        if (text == null || text.isEmpty()) {
            return otherwise;
        }
        int number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
        return number < least || number > most ? -1 : number;
    }

    /** The address of the same list with other parameters. */
    String address(Map<String, String> changed) {
        var address = new StringBuilder(base).append("/v2");
        path.forEach(segment -> address.append('/').append(encoded(segment)));
        char by = '?';
        for (var parameter : query.entrySet()) {
            if (!changed.containsKey(parameter.getKey())) {
                address.append(by)
                        .append(encoded(parameter.getKey()))
                        .append('=')
                        .append(encoded(parameter.getValue()));
                by = '&';
            }
        }
        for (var parameter : changed.entrySet()) {
            address.append(by).append(parameter.getKey()).append('=').append(encoded(parameter.getValue()));
            by = '&';
        }
        return address.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
