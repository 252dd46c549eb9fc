package dev.belfry.oncall.identity.scim;

import dev.belfry.oncall.identity.people.User;
import dev.belfry.oncall.identity.people.UserDraft;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A person as the provisioning directory sees them: the user name is the e-mail address they sign in with. */
record ScimUser(User user, @Nullable String externalId) {
    static final String SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User";

    JsonObject json(String base) {
        JsonObject json = new JsonObject()
                .put("schemas", new JsonArray().add(SCHEMA))
                .put("id", user.id().toString());
        if (externalId != null) {
            json.put("externalId", externalId);
        }
        return json.put("userName", user.email())
                .put("displayName", user.name())
                .put("name", new JsonObject().put("formatted", user.name()))
                .put("active", user.active())
                .put("timezone", user.timeZone())
                .put(
                        "emails",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("value", user.email())
                                        .put("type", "work")
                                        .put("primary", true)))
                .put(
                        "meta",
                        new JsonObject()
                                .put("resourceType", "User")
                                .put("location", base + "/Users/" + user.id())
                                .put("version", "W/\"" + user.version() + "\""));
    }

    /** What a resource asks for; the role is not the directory's to say. */
    static UserDraft draft(JsonObject json) {
        String userName = text(json, "userName", 254);
        if (userName == null || !userName.strip().matches("[^@\\s]+@[^@\\s]+")) {
            throw ScimRefusal.value("userName must be the e-mail address of the person");
        }
        String zone = text(json, "timezone", 64);
        return new UserDraft(name(json, userName), userName.strip(), zone, null, active(json), null, null);
    }

    static @Nullable String externalId(JsonObject json) {
        return text(json, "externalId", 255);
    }

    private static String name(JsonObject json, String userName) {
        String display = text(json, "displayName", 200);
        if (display != null && !display.isBlank()) {
            return display;
        }
        if (ScimPatch.member(json, "name") instanceof JsonObject parts) {
            String formatted = text(parts, "formatted", 200);
            if (formatted != null && !formatted.isBlank()) {
                return formatted;
            }
            String given = text(parts, "givenName", 100);
            String family = text(parts, "familyName", 100);
            String both = ((given == null ? "" : given) + " " + (family == null ? "" : family)).strip();
            if (!both.isEmpty()) {
                return both;
            }
        }
        return userName.strip();
    }

    /** Entra writes "True". */
    private static boolean active(JsonObject json) {
        Object active = ScimPatch.member(json, "active");
        if (active == null) {
            return true;
        }
        return switch (String.valueOf(active).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ScimRefusal.value("active is true or false");
        };
    }

    /** Null when it is absent. */
    static @Nullable String text(JsonObject json, String name, int longest) {
        Object value = ScimPatch.member(json, name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || text.length() > longest || text.indexOf('\0') >= 0) {
            throw ScimRefusal.value(name + " is a text of at most " + longest + " characters");
        }
        return text;
    }
}
