package dev.belfry.ingest.flood;

import dev.belfry.contracts.alert.AcceptedRequest;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.alert.AlertSeverity;
import dev.belfry.contracts.alert.AlertSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Signals that are told together: repeats of one alert, or the alerts of a storm beyond what can be told one by one. */
final class Gathered {
    /** The dedup key of the alert about a storm; senders' own keys are left alone by it. */
    static final String STORM_KEY = "belfry:storm";

    private static final int MOST_SAMPLES = 100;
    private static final int MAX_SAMPLE = 300;
    private static final Duration STORM_LASTS = Duration.ofMinutes(5);

    private final boolean storm;
    private final Map<String, String> samples = new LinkedHashMap<>();
    private long count;
    private AlertSeverity worst = AlertSeverity.INFO;
    private @Nullable AcceptedRequest request;
    private @Nullable AlertSignal latest;

    private Gathered(boolean storm) {
        this.storm = storm;
    }

    static Gathered repeats() {
        return new Gathered(false);
    }

    static Gathered storm() {
        return new Gathered(true);
    }

    void add(AcceptedRequest from, AlertSignal signal) {
        count += 1 + (signal.repeats() == null ? 0 : signal.repeats());
        request = from;
        latest = signal;
        if (signal.severity().compareTo(worst) < 0) {
            worst = signal.severity();
        }
        if (storm && samples.size() < MOST_SAMPLES) {
            var sample = signal.dedupKey() + ": " + signal.summary();
            samples.put(
                    "sample " + (samples.size() + 1),
                    sample.length() <= MAX_SAMPLE
                            ? sample
                            : sample.codePoints()
                                    .limit(MAX_SAMPLE)
                                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                    .toString());
        }
    }

    long count() {
        return count;
    }

    /** One request that stands for all of them. */
    AcceptedRequest told(UUID id, Instant now, int stormBound) {
        var from = request;
        var signal = latest;
        if (from == null || signal == null) {
            throw new IllegalStateException("nothing was gathered");
        }
        return new AcceptedRequest(
                id,
                from.integrationId(),
                from.serviceId(),
                from.format(),
                from.receivedAt(),
                from.raw(),
                List.of(storm ? stormy(signal, now, stormBound) : repeated(signal)));
    }

    private AlertSignal repeated(AlertSignal signal) {
        return new AlertSignal(
                signal.id(),
                signal.action(),
                signal.dedupKey(),
                signal.summary(),
                signal.severity(),
                signal.source(),
                signal.component(),
                signal.occurredAt(),
                signal.details(),
                signal.links(),
                signal.labels(),
                signal.description(),
                signal.priority(),
                signal.tags(),
                signal.expiresAt(),
                count > 1 ? count - 1 : null);
    }

    /** It ends by itself when the storm does: nobody resolves it. */
    private AlertSignal stormy(AlertSignal signal, Instant now, int bound) {
        return new AlertSignal(
                signal.id(),
                AlertAction.TRIGGER,
                STORM_KEY,
                String.format(
                        Locale.ROOT,
                        "Alert storm: more than %,d different alerts within a minute; %,d more are counted here",
                        bound,
                        count),
                worst,
                signal.source(),
                null,
                now,
                samples,
                List.of(),
                null,
                null,
                null,
                null,
                now.plus(STORM_LASTS),
                count > 1 ? count - 1 : null);
    }
}
