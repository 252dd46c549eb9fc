package dev.belfry.oncall.identity.scim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Applies the operations of a PATCH to a resource (RFC 7644, section 3.5.2), as Okta and Microsoft Entra write them: with
 * or without a path, "Add" for "add", "True" for true, members taken out by a filter or by a value.
 */
final class ScimPatch {
    private static final int MOST = 1_000;
    private static final Pattern PATH = Pattern.compile(
            "([A-Za-z$][\\w$-]*)(?:\\[\\s*([\\w.]+)\\s+[eE][qQ]\\s+(\"(?:[^\"\\\\]|\\\\.)*\"|true|false)\\s*])?(?:\\.([A-Za-z][\\w-]*))?");
    private static final Pattern SCHEMA = Pattern.compile("(?i)^urn:ietf:params:scim:schemas:core:2\\.0:(User|Group):");
    private static final List<String> LISTS = List.of("members", "emails", "phonenumbers", "roles", "groups");

    private ScimPatch() {}

    private record Path(
            String attribute,
            @Nullable String by,
            @Nullable String wanted,
            @Nullable String part) {}

    static JsonObject apply(JsonObject resource, JsonObject request) {
        Object operations = member(request, "Operations");
        if (!(operations instanceof JsonArray all) || all.isEmpty() || all.size() > MOST) {
            throw new ScimRefusal(400, "invalidSyntax", "a PATCH has 1 to " + MOST + " Operations");
        }
        JsonObject patched = resource.copy();
        for (Object one : all) {
            if (!(one instanceof JsonObject operation)) {
                throw new ScimRefusal(400, "invalidSyntax", "an operation is an object");
            }
            String op = String.valueOf(member(operation, "op")).toLowerCase(Locale.ROOT);
            Object path = member(operation, "path");
            Object value = member(operation, "value");
            if (!List.of("add", "replace", "remove").contains(op)) {
                throw new ScimRefusal(400, "invalidSyntax", "op is add, replace or remove");
            }
            if (path != null) {
                change(patched, op, path(String.valueOf(path)), value);
            } else if (value instanceof JsonObject values && !op.equals("remove")) {
                // Without a path the value is a part of the resource; its members may be paths themselves.
                values.forEach(entry -> change(patched, op, path(entry.getKey()), entry.getValue()));
            } else {
                throw new ScimRefusal(400, "noTarget", "without a path the value must be an object");
            }
        }
        return patched;
    }

    private static Path path(String text) {
        String plain = SCHEMA.matcher(text).replaceFirst("");
        if (plain.startsWith("urn:") || plain.equals("schemas") || plain.equals("meta")) {
            // An extension we do not keep: nothing of ours changes.
            return new Path("", null, null, null);
        }
        Matcher matcher = PATH.matcher(plain);
        if (plain.length() > 300 || !matcher.matches()) {
            throw new ScimRefusal(400, "invalidPath", "this path cannot be read");
        }
        String wanted = matcher.group(3);
        return new Path(
                matcher.group(1),
                matcher.group(2),
                wanted == null ? null : ScimFilter.unquoted(wanted),
                matcher.group(4));
    }

    private static void change(JsonObject resource, String op, Path path, @Nullable Object value) {
        if (path.attribute().isEmpty()) {
            return;
        }
        String name = name(resource, path.attribute());
        boolean list = resource.getValue(name) instanceof JsonArray || LISTS.contains(name.toLowerCase(Locale.ROOT));
        if (list) {
            JsonArray items = resource.getValue(name) instanceof JsonArray present ? present : new JsonArray();
            resource.put(name, changed(items, op, path, value));
        } else if (path.part() != null) {
            JsonObject inner = resource.getValue(name) instanceof JsonObject present ? present : new JsonObject();
            set(inner, path.part(), op, value);
            resource.put(name, inner);
        } else {
            set(resource, name, op, value);
        }
    }

    private static void set(JsonObject object, String name, String op, @Nullable Object value) {
        String member = name(object, name);
        if (op.equals("remove") || value == null) {
            object.remove(member);
        } else {
            object.put(member, value);
        }
    }

    private static JsonArray changed(JsonArray items, String op, Path path, @Nullable Object value) {
        String by = path.by();
        if (by != null) {
            return filtered(items, op, path, by, value);
        }
        JsonArray given = value instanceof JsonArray many ? many : new JsonArray();
        if (value instanceof JsonObject one) {
            given.add(one);
        }
        if (op.equals("replace")) {
            return given;
        }
        JsonArray after = new JsonArray();
        for (Object item : items) {
            boolean same = given.stream().anyMatch(other -> Objects.equals(value(item), value(other)));
            // Taking out without a value takes out all.
            if (op.equals("add") ? !same : value != null && !same) {
                after.add(item);
            }
        }
        if (op.equals("add")) {
            given.forEach(after::add);
        }
        return after;
    }

    private static JsonArray filtered(JsonArray items, String op, Path path, String by, @Nullable Object value) {
        JsonArray after = new JsonArray();
        boolean found = false;
        for (Object item : items) {
            boolean meant = item instanceof JsonObject object
                    && String.valueOf(member(object, by)).equalsIgnoreCase(path.wanted());
            found |= meant;
            if (!meant) {
                after.add(item);
            } else if (path.part() != null) {
                JsonObject changed = ((JsonObject) item).copy();
                set(changed, path.part(), op, value);
                after.add(changed);
            } else if (!op.equals("remove")) {
                after.add(
                        value instanceof JsonObject object
                                ? ((JsonObject) item).copy().mergeIn(object)
                                : item);
            }
        }
        if (!found && !op.equals("remove") && path.part() != null && value != null) {
            // Entra sets the address of type work before there is one.
            after.add(new JsonObject().put(by, path.wanted()).put(path.part(), value));
        }
        return after;
    }

    private static @Nullable Object value(Object item) {
        return item instanceof JsonObject object ? member(object, "value") : item;
    }

    /** Names of attributes do not depend on case. */
    static @Nullable Object member(JsonObject object, String name) {
        return object.getValue(name(object, name));
    }

    private static String name(JsonObject object, String name) {
        for (Map.Entry<String, Object> entry : object) {
            if (entry.getKey().equalsIgnoreCase(name)) {
                return entry.getKey();
            }
        }
        return name;
    }
}
