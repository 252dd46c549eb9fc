package dev.belfry.platform.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import dev.belfry.platform.json.Instants;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A request that cannot be taken, with the fields that are wrong; thrown before a handler has done anything. */
final class BadRequest extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<Problem.Field> fields;

    BadRequest(List<Problem.Field> fields) {
        super(fields.toString(), null, false, false);
        this.fields = List.copyOf(fields);
    }

    /** A member that passed the contract and that no value can be made of, such as 30 February. */
    static BadRequest of(JsonProcessingException unreadable) {
        var pointer = new StringBuilder("#");
        if (unreadable instanceof JsonMappingException mapping) {
            for (var step : mapping.getPath()) {
                pointer.append('/')
                        .append(step.getFieldName() == null ? Integer.toString(step.getIndex()) : step.getFieldName());
            }
        }
        var detail =
                unreadable instanceof InvalidFormatException format ? wanted(format.getTargetType()) : "cannot be read";
        return new BadRequest(List.of(new Problem.Field(pointer.toString(), detail)));
    }

    private static String wanted(Class<?> type) {
        if (type == Instant.class) {
            return Instants.WANTED;
        }
        if (type == UUID.class) {
            return "must be a UUID";
        }
        return type == Duration.class ? "must be an ISO 8601 duration such as PT5M" : "cannot be read";
    }

    List<Problem.Field> fields() {
        return fields;
    }
}
