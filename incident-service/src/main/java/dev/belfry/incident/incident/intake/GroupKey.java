package dev.belfry.incident.incident.intake;

import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import dev.belfry.incident.catalog.service.Grouping;
import dev.belfry.incident.catalog.service.Service;
import dev.belfry.incident.signal.alert.AlertKey;
import dev.belfry.incident.signal.alert.Silenced;
import dev.belfry.platform.id.Sha256;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Names the group of an alert within its service. */
final class GroupKey {
    private GroupKey() {}

    static String of(Service service, AlertKey key, AlertSignal signal) {
        if (service.group().by() != Grouping.FIELDS) {
            return of(service, key);
        }
        var labels = signal.labels() == null || signal.labels().isEmpty() ? signal.details() : signal.labels();
        return byFields(service, key, signal.summary(), signal.severity(), signal.component(), signal.source(), labels);
    }

    /** The same of an alert that was held back. */
    static String of(Service service, Silenced held) {
        var alert = held.alert();
        return service.group().by() == Grouping.FIELDS
                ? byFields(
                        service,
                        alert.key(),
                        held.summary(),
                        alert.severity(),
                        held.component(),
                        held.source(),
                        held.labels())
                : of(service, alert.key());
    }

    private static String of(Service service, AlertKey key) {
        return service.group().by() == Grouping.SERVICE
                ? "service"
                : "alert:" + key.integrationId() + ":" + key.dedupKey();
    }

    /** An alert that has none of the fields has nothing in common with others: it is alone. */
    private static String byFields(
            Service service,
            AlertKey key,
            String title,
            AlertSeverity severity,
            @Nullable String component,
            @Nullable String source,
            Map<String, String> labels) {
        var values = new StringBuilder();
        var any = false;
        for (var field : service.group().fields()) {
            var value = switch (field) {
                case "title" -> title;
                case "severity" -> severity.name().toLowerCase(Locale.ROOT);
                case "component" -> component;
                case "source" -> source;
                default -> labels.get(field);
            };
            any = any || value != null;
            values.append(field.length())
                    .append(field)
                    .append(value == null ? -1 : value.length())
                    .append(value);
        }
        return any ? "fields:" + Sha256.hex(values.toString()) : of(service, key);
    }
}
