package dev.belfry.incident.insight.text;

import dev.belfry.incident.incident.lifecycle.Incident;
import dev.belfry.incident.incident.search.SearchWords;
import dev.belfry.platform.database.Database;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Earlier incidents that are like one: first those of the same alert, then those with the same words in their title. */
public final class SimilarQueries {
    private static final int MOST = 5;
    private static final int WORDS = 3;
    private static final int SHORTEST = 4;

    private final SimilarStore store;

    public SimilarQueries(Database database) {
        this.store = new SimilarStore(database);
    }

    Future<List<Similar>> of(Incident incident) {
        return store.sameAlert(incident.id(), MOST).compose(same -> {
            var query = query(incident.title());
            return same.size() == MOST || query.isEmpty()
                    ? Future.succeededFuture(same)
                    : store.sameWords(query, incident.number(), MOST).map(more -> merged(same, more));
        });
    }

    /** The longest words of a title, which all must be in the title of another. */
    static String query(String title) {
        var words = Stream.of(SearchWords.of(title, 1_024).split(" "))
                .filter(word -> word.length() >= SHORTEST && !word.matches("\\p{N}+"))
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .limit(WORDS)
                .map(word -> word + ":A")
                .toList();
        return words.size() < 2 ? "" : String.join(" & ", words);
    }

    private static List<Similar> merged(List<Similar> same, List<Similar> more) {
        var all = new ArrayList<>(same);
        more.stream()
                .filter(one -> same.stream().noneMatch(other -> other.id().equals(one.id())))
                .limit(MOST - same.size())
                .forEach(all::add);
        return all;
    }
}
