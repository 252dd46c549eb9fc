package dev.belfry.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.belfry.platform.json.Characters;
import dev.belfry.platform.json.Instants;
import dev.belfry.platform.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the contract asks of the requests of one operation, and what is wrong with one of them. Parameters are text: they
 * are read as strictly as the handlers read them, where the validator would take {@code 10.0} for a whole number.
 */
final class Requirements {
    private static final Pattern UUID = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,18})?");
    private static final ObjectReader STRICT =
            Json.mapper().readerFor(Object.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private record Parameter(
            Location in, String name, boolean required, String type, String format, Validator validator) {
        Problem.Field wrong(String detail) {
            return new Problem.Field(in.toString().toLowerCase(Locale.ROOT) + ": " + name, detail);
        }
    }

    private final List<Parameter> parameters;
    /** The names of the parameters that may stand in the query. */
    private final Set<String> taken;

    private final String unknown;
    private final @Nullable Validator body;
    private final boolean bodyRequired;
    /** What the thing shows of itself: whoever changes it may send it back as it was read. */
    private final Set<String> shown;

    private Requirements(
            List<Parameter> parameters, @Nullable Validator body, boolean bodyRequired, Set<String> shown) {
        this.parameters = parameters;
        taken = parameters.stream()
                .filter(each -> each.in() == Location.QUERY)
                .map(Parameter::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        unknown = "is not a parameter of this operation, which takes "
                + (taken.isEmpty() ? "none" : String.join(", ", taken));
        this.body = body;
        this.bodyRequired = bodyRequired;
        this.shown = shown;
    }

    static Requirements of(Operation operation, SchemaRepository schemas) {
        var parameters = operation.getParameters().stream()
                .map(each -> new Parameter(
                        each.getIn(),
                        each.getName(),
                        each.isRequired(),
                        each.getSchema().get("type", "string"),
                        each.getSchema().get("format", ""),
                        schemas.validator(each.getSchema())))
                .toList();
        var body = operation.getRequestBody();
        return body == null
                ? new Requirements(parameters, null, false, Set.of())
                : new Requirements(
                        parameters,
                        schemas.validator(
                                body.determineContentType("application/json").getSchema()),
                        body.isRequired(),
                        operation.getHttpMethod().equals(HttpMethod.PUT) ? shown(operation) : Set.of());
    }

    private static Set<String> shown(Operation operation) {
        var answer = operation.getResponse(200);
        var json = answer == null ? null : answer.getContent().get("application/json");
        return json == null
                ? Set.of()
                : json.getSchema().get("properties", new JsonObject()).fieldNames();
    }

    boolean takesBody() {
        return body != null;
    }

    /**
     * Every field that is wrong; none when the request may go to its handler.
     *
     * @param given the value of a parameter, by where it stands and its name
     * @param asked the names in the query, each as often as it stands there
     */
    List<Problem.Field> wrong(
            BiFunction<Location, String, @Nullable String> given, List<String> asked, @Nullable Buffer content) {
        var wrong = new ArrayList<Problem.Field>();
        for (var name : new LinkedHashSet<>(asked)) {
            if (!taken.contains(name)) {
                wrong.add(new Problem.Field("query: " + name, unknown));
            } else if (Collections.frequency(asked, name) > 1) {
                wrong.add(new Problem.Field("query: " + name, "stands there more than once: give it once"));
            }
        }
        for (var parameter : parameters) {
            var text = given.apply(parameter.in(), parameter.name());
            if (text != null) {
                check(parameter, text, wrong);
            } else if (parameter.required()) {
                wrong.add(parameter.wrong("is missing"));
            }
        }
        if (body != null && content != null && content.length() > 0) {
            check(body, content, wrong);
            wrong.removeIf(field -> Violations.isUnknownMember(field)
                    && shown.contains(field.pointer().substring("#/".length())));
        } else if (bodyRequired) {
            wrong.add(new Problem.Field("#", "The body is missing: send JSON."));
        }
        return wrong;
    }

    private static void check(Parameter parameter, String text, List<Problem.Field> wrong) {
        if (!Characters.canBeStored(text)) {
            wrong.add(parameter.wrong(Characters.REFUSED));
        } else if (parameter.type().equals("integer") && !WHOLE.matcher(text).matches()) {
            wrong.add(parameter.wrong("must be a whole number such as 10"));
        } else if (parameter.type().equals("number") && !NUMBER.matcher(text).matches()) {
            wrong.add(parameter.wrong("must be a number such as 10 or 10.5"));
        } else if (parameter.format().equals("uuid") && !UUID.matcher(text).matches()) {
            wrong.add(parameter.wrong("must be a UUID: the id that lists show, not a number or a name"));
        } else if (parameter.format().equals("date-time")) {
            if (Instants.read(text) == null) {
                wrong.add(parameter.wrong(Instants.WANTED));
            }
        } else {
            Object value = switch (parameter.type()) {
                case "integer", "number" -> new BigDecimal(text).doubleValue();
                case "boolean" -> text.equals("true") || text.equals("false") ? Boolean.valueOf(text) : text;
                default -> text;
            };
            Violations.of(parameter.validator().validate(value))
                    .forEach(field -> wrong.add(parameter.wrong(field.detail())));
        }
    }

    private static void check(Validator validator, Buffer content, List<Problem.Field> wrong) {
        Object value;
        try {
            value = STRICT.readValue(content.getBytes());
        } catch (StreamConstraintsException tooMuch) {
            wrong.add(new Problem.Field(
                    "#", "The body goes beyond a limit of JSON here: " + tooMuch.getOriginalMessage()));
            return;
        } catch (JsonProcessingException unreadable) {
            wrong.add(new Problem.Field("#", "The body is not JSON: " + unreadable.getOriginalMessage()));
            return;
        } catch (IOException unreadable) {
            wrong.add(new Problem.Field("#", "The body is not JSON."));
            return;
        }
        unstorable("#", value, wrong);
        if (wrong.isEmpty()) {
            wrong.addAll(Violations.of(validator.validate(value)));
        }
    }

    private static void unstorable(String pointer, @Nullable Object value, List<Problem.Field> wrong) {
        if (value instanceof String text && !Characters.canBeStored(text)) {
            wrong.add(new Problem.Field(pointer, Characters.REFUSED));
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                unstorable(pointer + "/" + i, items.get(i), wrong);
            }
        } else if (value instanceof Map<?, ?> members) {
            members.forEach((name, member) -> {
                if (Characters.canBeStored(String.valueOf(name))) {
                    unstorable(pointer + "/" + name, member, wrong);
                } else {
                    wrong.add(new Problem.Field(pointer, "has a member whose name " + Characters.REFUSED));
                }
            });
        }
    }
}
