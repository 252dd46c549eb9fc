package dev.belfry.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.belfry.contracts.alert.AlertBatch;
import dev.belfry.contracts.alert.AlertCommand;
import dev.belfry.contracts.announcement.AnnouncementAnswer;
import dev.belfry.contracts.announcement.AnnouncementRequest;
import dev.belfry.contracts.change.Change;
import dev.belfry.contracts.delivery.DeliveryEvent;
import dev.belfry.contracts.delivery.PageAcknowledged;
import dev.belfry.contracts.directory.ContactStatusEntry;
import dev.belfry.contracts.directory.PolicyEntry;
import dev.belfry.contracts.directory.RevokedSessionEntry;
import dev.belfry.contracts.directory.SigningKeyEntry;
import dev.belfry.contracts.directory.StatusPageEntry;
import dev.belfry.contracts.directory.TeamEntry;
import dev.belfry.contracts.directory.TokenEntry;
import dev.belfry.contracts.directory.UserEntry;
import dev.belfry.contracts.escalation.EscalationFact;
import dev.belfry.contracts.heartbeat.HeartbeatEntry;
import dev.belfry.contracts.heartbeat.HeartbeatPing;
import dev.belfry.contracts.heartbeat.IntakeTick;
import dev.belfry.contracts.incident.EscalationRequest;
import dev.belfry.contracts.incident.IncidentCommand;
import dev.belfry.contracts.incident.IncidentEvent;
import dev.belfry.contracts.incident.ResponseFact;
import dev.belfry.contracts.integration.IntegrationEntry;
import dev.belfry.contracts.notice.NoticeRequest;
import dev.belfry.contracts.page.Page;
import dev.belfry.contracts.parking.ParkedRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Every event with the files that describe it, and JSON as the services write and read it. */
final class EventFiles {
    static final Path RESOURCES = Path.of("src/main/resources").toAbsolutePath();
    static final Path EVENTS = RESOURCES.resolve("events");
    /** The schemas as they were first published. */
    static final Path PUBLISHED = Path.of("src/test/resources/published").toAbsolutePath();

    static final List<Class<? extends Record>> RECORDS = List.of(
            AlertBatch.class,
            AlertCommand.class,
            Change.class,
            HeartbeatPing.class,
            IntakeTick.class,
            IncidentEvent.class,
            ResponseFact.class,
            EscalationFact.class,
            EscalationRequest.class,
            IncidentCommand.class,
            Page.class,
            DeliveryEvent.class,
            PageAcknowledged.class,
            NoticeRequest.class,
            IntegrationEntry.class,
            HeartbeatEntry.class,
            UserEntry.class,
            TokenEntry.class,
            SigningKeyEntry.class,
            RevokedSessionEntry.class,
            PolicyEntry.class,
            TeamEntry.class,
            ContactStatusEntry.class,
            StatusPageEntry.class,
            AnnouncementRequest.class,
            AnnouncementAnswer.class,
            ParkedRecord.class);

    /** The same settings as the services' own JSON: these modules may not depend on each other. */
    static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .addModule(new SimpleModule().addSerializer(lowerCaseEnums()))
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private EventFiles() {}

    /** The type as it is in {@code ce_type}. */
    static String type(Class<? extends Record> event) {
        try {
            return (String) event.getField("TYPE").get(null);
        } catch (ReflectiveOperationException missing) {
            throw new LinkageError(event + " has no TYPE", missing);
        }
    }

    static Path schema(Class<? extends Record> event) {
        return EVENTS.resolve(type(event).replaceFirst("^belfry\\.", "") + ".schema.json");
    }

    static Path sample(Class<? extends Record> event) {
        return EVENTS.resolve(type(event).replaceFirst("^belfry\\.", "") + ".sample.json");
    }

    static String text(Path file) throws IOException {
        return Files.readString(file);
    }

    @SuppressWarnings("rawtypes")
    private static JsonSerializer<Enum> lowerCaseEnums() {
        return new JsonSerializer<>() {
            @Override
            public void serialize(Enum value, JsonGenerator out, SerializerProvider provider) throws IOException {
                out.writeString(value.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public Class<Enum> handledType() {
                return Enum.class;
            }
        };
    }
}
