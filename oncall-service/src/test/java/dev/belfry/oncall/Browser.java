package dev.belfry.oncall;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.client.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps cookies and sends forms. */
final class Browser {
    private final OncallHarness house;
    private final Map<String, String> cookies = new HashMap<>();
    private String csrf = "";
    private String address = "127.0.0.1";

    Browser(OncallHarness house) {
        this.house = house;
    }

    /** Comes from there, as a proxy says. */
    Browser from(String elsewhere) {
        address = elsewhere;
        return this;
    }

    void keep(String name, String value) {
        cookies.put(name, value);
    }

    String cookie(String name) {
        return cookies.getOrDefault(name, "");
    }

    HttpResponse<?> get(String path) {
        var request = house.web().get(house.host().httpPort(), "127.0.0.1", path);
        return seen(request.putHeader("X-Forwarded-For", address)
                .putHeader("Cookie", header())
                .send()
                .await());
    }

    HttpResponse<?> signIn(String email, String password, String next) {
        MultiMap form = MultiMap.caseInsensitiveMultiMap()
                .add("email", email)
                .add("password", password)
                .add("next", next)
                .add("csrf", csrf);
        return send("/sign-in", form);
    }

    /** Loads the page that has the form, then sends it. */
    HttpResponse<?> post(String path, String from, Map<String, String> fields) {
        get(from);
        MultiMap form = MultiMap.caseInsensitiveMultiMap().addAll(fields).add("csrf", csrf);
        return send(path, form);
    }

    HttpResponse<?> send(String path, MultiMap form) {
        var request = house.web().post(house.host().httpPort(), "127.0.0.1", path);
        return seen(request.putHeader("X-Forwarded-For", address)
                .putHeader("Cookie", header())
                .sendForm(form)
                .await());
    }

    private String header() {
        StringBuilder header = new StringBuilder("kept=1");
        cookies.forEach(
                (name, value) -> header.append("; ").append(name).append('=').append(value));
        return header.toString();
    }

    private HttpResponse<?> seen(HttpResponse<?> response) {
        for (String cookie : response.cookies()) {
            String pair = cookie.split(";", 2)[0];
            String[] parts = pair.split("=", 2);
            if (parts[1].isEmpty()) {
                cookies.remove(parts[0]);
            } else {
                cookies.put(parts[0], parts[1]);
            }
        }
        String body = response.bodyAsString();
        Matcher field = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"").matcher(body == null ? "" : body);
        if (field.find()) {
            csrf = field.group(1);
        }
        return response;
    }
}
