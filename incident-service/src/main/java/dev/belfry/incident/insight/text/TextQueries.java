package dev.belfry.incident.insight.text;

import dev.belfry.incident.incident.search.Match;
import dev.belfry.incident.incident.search.MatchQueries;
import dev.belfry.incident.incident.search.SearchWords;
import dev.belfry.incident.incident.search.WordStore;
import dev.belfry.platform.database.Database;
import dev.belfry.platform.database.Tx;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Reads what is written about incidents: to keep its words, and to show where something was found. */
public final class TextQueries implements MatchQueries {
    private static final int TITLE = 1_024;
    private static final int ALERTS = 8_000;
    private static final int NOTES = 30_000;
    private static final int POSTMORTEM = 60_000;

    private final TextStore store;
    private final WordStore search;

    public TextQueries(Database database, WordStore search) {
        this.store = new TextStore(database);
        this.search = search;
    }

    /** Keeps the words of these incidents as they are now. */
    public Future<Void> keep(Tx tx, Set<UUID> incidents) {
        return store.texts(tx, incidents)
                .compose(texts -> search.save(
                        tx,
                        texts.stream()
                                .map(text -> new WordStore.Words(
                                        text.incident(),
                                        text.number(),
                                        SearchWords.of(text.title(), TITLE),
                                        SearchWords.of(text.alerts(), ALERTS),
                                        SearchWords.of(text.notes(), NOTES),
                                        SearchWords.of(text.postmortem(), POSTMORTEM)))
                                .toList()));
    }

    @Override
    public Future<Map<UUID, Match>> matches(Collection<UUID> incidents, String asked) {
        var wanted = SearchWords.wanted(asked);
        if (incidents.isEmpty() || wanted.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return store.texts(incidents).map(texts -> {
            var matches = new HashMap<UUID, Match>();
            for (var text : texts) {
                match(text, wanted).ifPresent(match -> matches.put(text.incident(), match));
            }
            return matches;
        });
    }

    private static Optional<Match> match(TextStore.Text text, List<String> wanted) {
        return Stream.of(
                        Optional.ofNullable(Match.of("title", text.title(), wanted)),
                        Optional.ofNullable(Match.of("alert", text.alerts(), wanted)),
                        Optional.ofNullable(Match.of("note", text.notes(), wanted)),
                        Optional.ofNullable(Match.of("postmortem", text.postmortem(), wanted)))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
