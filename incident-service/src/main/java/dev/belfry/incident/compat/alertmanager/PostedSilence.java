package dev.belfry.incident.compat.alertmanager;

import dev.belfry.incident.signal.silence.Matcher;
import dev.belfry.incident.signal.silence.Silence;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client posts as a silence: one that can be made, or what Alertmanager says is wrong with it. */
sealed interface PostedSilence {

    /**
     * It can be made.
     *
     * @param id of the silence it replaces; empty for a new one
     */
    record Wanted(
            String id,
            List<Matcher> matchers,
            Instant startsAt,
            Instant endsAt,
            String createdBy,
            String comment,
            Map<String, String> annotations)
            implements PostedSilence {

        /** The same as a silence of one service. */
        Silence of(UUID newId, UUID service, Instant now) {
            return new Silence(newId, service, matchers, startsAt, endsAt, createdBy, comment, annotations, 1, now);
        }
    }

    /** It cannot be made. */
    record Wrong(Answer answer) implements PostedSilence {}

    static PostedSilence read(JsonObject body, Instant now) {
        return new Reader(body).read(now);
    }

    /** Reads one body. What cannot be read at all is told before what is missing; of each, the first. */
    final class Reader {
        private static final int MOST_ANNOTATIONS = 50;

        private final JsonObject body;
        private final List<Matcher> matchers = new ArrayList<>();
        private @Nullable Answer unreadable;
        private @Nullable Answer invalid;
        private @Nullable Answer refused;

        Reader(JsonObject body) {
            this.body = body;
        }

        PostedSilence read(Instant now) {
            var annotations = annotations();
            var comment = text(body, "comment");
            var createdBy = text(body, "createdBy");
            var endsAt = time("endsAt");
            var id = text(body, "id");
            var startsAt = time("startsAt");
            required(comment, "comment");
            required(createdBy, "createdBy");
            required(endsAt, "endsAt");
            readMatchers();
            required(startsAt, "startsAt");
            var wrong = unreadable != null ? unreadable : invalid;
            if (wrong != null || comment == null || createdBy == null || endsAt == null || startsAt == null) {
                return new Wrong(wrong == null ? PostedSilence.required("silence") : wrong);
            }
            check(comment, createdBy, startsAt, endsAt, now);
            return refused != null
                    ? new Wrong(refused)
                    : new Wanted(
                            id == null ? "" : id,
                            List.copyOf(matchers),
                            startsAt,
                            endsAt,
                            storable(createdBy),
                            storable(comment),
                            annotations);
        }

        private void check(String comment, String createdBy, Instant startsAt, Instant endsAt, Instant now) {
            if (!startsAt.isBefore(endsAt)) {
                refuse("Failed to create silence: start time must be before end time");
            } else if (endsAt.isBefore(now)) {
                refuse("Failed to create silence: end time can't be in the past");
            } else if (comment.length() > Silence.LONGEST_COMMENT || createdBy.length() > Silence.LONGEST_CREATOR) {
                refuse("invalid silence: comment or createdBy is too long");
            }
        }

        private void readMatchers() {
            var posted = body.getValue("matchers");
            if (posted == null) {
                required(null, "matchers");
            } else if (!(posted instanceof JsonArray list)) {
                unreadable("cannot unmarshal matchers: an array is wanted");
            } else if (list.isEmpty()) {
                invalid(612, "matchers in body should have at least 1 items");
            } else if (list.size() > Silence.MOST_MATCHERS) {
                invalid(611, "matchers in body should have at most " + Silence.MOST_MATCHERS + " items");
            } else {
                for (int i = 0; i < list.size(); i++) {
                    readMatcher(list.getValue(i), i);
                }
            }
        }

        private void readMatcher(@Nullable Object posted, int place) {
            if (!(posted instanceof JsonObject one)) {
                unreadable("cannot unmarshal matchers." + place + ": an object is wanted");
                return;
            }
            var isEqual = flag(one, "isEqual");
            var isRegex = flag(one, "isRegex");
            var name = text(one, "name");
            var value = text(one, "value");
            required(isRegex, "matchers." + place + ".isRegex");
            required(name, "matchers." + place + ".name");
            required(value, "matchers." + place + ".value");
            if (isRegex == null || name == null || value == null) {
                return;
            }
            try {
                matchers.add(Matcher.of(name, value, isRegex, !Boolean.FALSE.equals(isEqual)));
            } catch (IllegalArgumentException wrong) {
                refuse("invalid silence: matcher set 0: invalid label matcher " + place + ": " + wrong.getMessage());
            }
        }

        private Map<String, String> annotations() {
            var posted = body.getValue("annotations");
            if (posted == null) {
                return Map.of();
            }
            var annotations = new LinkedHashMap<String, String>();
            if (posted instanceof JsonObject object && object.size() <= MOST_ANNOTATIONS) {
                object.forEach(one -> {
                    var value = text(object, one.getKey());
                    if (value != null && one.getKey().length() + value.length() <= Silence.LONGEST_COMMENT) {
                        annotations.put(storable(one.getKey()), storable(value));
                    }
                });
            } else {
                unreadable(
                        "cannot unmarshal annotations: an object of at most " + MOST_ANNOTATIONS + " texts is wanted");
            }
            return annotations;
        }

        private @Nullable String text(JsonObject of, String name) {
            var value = of.getValue(name);
            if (value == null || value instanceof String) {
                return (String) value;
            }
            unreadable("cannot unmarshal " + name + ": a string is wanted");
            return null;
        }

        private @Nullable Boolean flag(JsonObject of, String name) {
            var value = of.getValue(name);
            if (value == null || value instanceof Boolean) {
                return (Boolean) value;
            }
            unreadable("cannot unmarshal " + name + ": a boolean is wanted");
            return null;
        }

        private @Nullable Instant time(String name) {
            var text = text(body, name);
            try {
                return text == null ? null : Times.read(text);
            } catch (IllegalArgumentException wrong) {
                unreadable(String.valueOf(wrong.getMessage()));
                return null;
            }
        }

        private void required(@Nullable Object value, String name) {
            if (value == null) {
                invalid = invalid == null ? PostedSilence.required(name) : invalid;
            }
        }

        private void unreadable(String why) {
            unreadable = unreadable == null ? PostedSilence.unreadable(why) : unreadable;
        }

        private void invalid(int code, String words) {
            invalid = invalid == null ? Answer.refused(code, words) : invalid;
        }

        private void refuse(String words) {
            refused = refused == null ? Answer.words(400, words) : refused;
        }
    }

    /** A body that is no JSON, or JSON of another shape. */
    static Answer unreadable(String why) {
        return Answer.refused(400, "parsing silence body from \"\" failed, because " + why);
    }

    static Answer required(String name) {
        return Answer.refused(602, name + " in body is required");
    }

    private static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }
}
