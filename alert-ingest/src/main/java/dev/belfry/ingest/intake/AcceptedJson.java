package dev.belfry.ingest.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertLink;
import dev.belfry.contracts.alert.AlertSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes an accepted request as the JSON of {@code alerts.v1}, member by member: this is done for every alert, and
 * discovering the members anew each time costs several times as much.
 */
final class AcceptedJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_SIZE = 1_500;

    private AcceptedJson() {}

    static byte[] of(AcceptedRequest request) {
        // Jackson keeps the buffers for the next one.
        try (var out = new ByteArrayBuilder(
                        FACTORY._getBufferRecycler(), USUAL_SIZE + request.raw().length());
                var json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("id", request.id().toString());
            json.writeStringField("integrationId", request.integrationId().toString());
            json.writeStringField("serviceId", request.serviceId().toString());
            json.writeStringField("format", request.format());
            json.writeStringField("receivedAt", text(request.receivedAt()));
            json.writeStringField("raw", request.raw());
            json.writeArrayFieldStart("alerts");
            for (var alert : request.alerts()) {
                write(json, alert);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.flush();
            return out.getClearAndRelease();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }

    private static void write(JsonGenerator json, AlertSignal alert) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", alert.id().toString());
        json.writeStringField("action", word(alert.action()));
        json.writeStringField("dedupKey", alert.dedupKey());
        json.writeStringField("summary", alert.summary());
        json.writeStringField("severity", word(alert.severity()));
        optional(json, "source", alert.source());
        optional(json, "component", alert.component());
        optional(json, "occurredAt", alert.occurredAt());
        texts(json, "details", alert.details());
        json.writeArrayFieldStart("links");
        for (AlertLink link : alert.links()) {
            json.writeStartObject();
            json.writeStringField("href", link.href());
            optional(json, "text", link.text());
            json.writeEndObject();
        }
        json.writeEndArray();
        var labels = alert.labels();
        if (labels != null) {
            texts(json, "labels", labels);
        }
        optional(json, "description", alert.description());
        optional(json, "priority", alert.priority());
        var tags = alert.tags();
        if (tags != null) {
            json.writeArrayFieldStart("tags");
            for (var tag : tags) {
                json.writeString(tag);
            }
            json.writeEndArray();
        }
        optional(json, "expiresAt", alert.expiresAt());
        var repeats = alert.repeats();
        if (repeats != null) {
            json.writeNumberField("repeats", repeats.longValue());
        }
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (var text : texts.entrySet()) {
            json.writeStringField(text.getKey(), text.getValue());
        }
        json.writeEndObject();
    }

    private static void optional(JsonGenerator json, String name, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(name, value);
        }
    }

    private static void optional(JsonGenerator json, String name, @Nullable Instant value) throws IOException {
        if (value != null) {
            json.writeStringField(name, text(value));
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** RFC 3339 with microseconds, for years of four digits; {@link Instant#toString} takes ten times as long. */
    static String text(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        int year = utc.getYear();
        if (year < 1 || year > 9_999) {
            return time.toString();
        }
        var text = new byte[27];
        digits(text, 0, 4, year);
        text[4] = '-';
        digits(text, 5, 2, utc.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, utc.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, utc.getHour());
        text[13] = ':';
        digits(text, 14, 2, utc.getMinute());
        text[16] = ':';
        digits(text, 17, 2, utc.getSecond());
        text[19] = '.';
        digits(text, 20, 6, utc.getNano() / 1_000);
        text[26] = 'Z';
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] into, int from, int count, int number) {
        int rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            into[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
