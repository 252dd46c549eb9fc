package dev.belfry.incident.incident.update;

import dev.belfry.contracts.announcement.PublicImpact;
import dev.belfry.contracts.announcement.PublicLook;
import dev.belfry.contracts.announcement.PublicStage;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What of an update customers read on a status page, and what became of it there.
 *
 * @param title what the post is called; never the incident's own title unless its author wrote it again
 * @param components those that look different because of it
 * @param link where customers read it; null until it is posted
 * @param refusal why the status page did not take it; null unless it did not
 */
public record StatusPost(
        UUID page,
        String pageName,
        String title,
        String text,
        PublicStage stage,
        PublicImpact impact,
        Map<UUID, PublicLook> components,
        State state,
        @Nullable String link,
        @Nullable String refusal) {
    static final int LONGEST_TITLE = 200;

    /** How far it has come. */
    public enum State {
        WAITING,
        POSTED,
        REFUSED
    }

    /**
     * As its author wrote it.
     *
     * @param title null for that of the post there is
     * @param text null for the words of the update
     * @param stage null for that of the post there is, else investigating
     * @param impact null for that of the post there is, else minor
     */
    public record Draft(
            UUID page,
            @Nullable String title,
            @Nullable String text,
            @Nullable PublicStage stage,
            @Nullable PublicImpact impact,
            Map<UUID, PublicLook> components) {

        /**
         * @param last what the page shows of the incident; null when it shows nothing
         * @param words of the update it goes with
         */
        StatusPost after(@Nullable StatusPost last, String pageName, String words) {
            var before = last == null ? new Draft(page, "", null, null, null, Map.of()) : last.again();
            return new StatusPost(
                    page,
                    pageName,
                    or(title, or(before.title, "")).strip(),
                    or(text, words).strip(),
                    or(stage, or(before.stage, PublicStage.INVESTIGATING)),
                    or(impact, or(before.impact, PublicImpact.MINOR)),
                    components,
                    State.WAITING,
                    null,
                    null);
        }

        private static <T> T or(@Nullable T value, T otherwise) {
            return value == null ? otherwise : value;
        }
    }

    private Draft again() {
        return new Draft(page, title, null, stage, impact, Map.of());
    }

    /** The same after the status page has answered. */
    StatusPost answered(@Nullable String link, @Nullable String refusal) {
        return new StatusPost(
                page,
                pageName,
                title,
                text,
                stage,
                impact,
                components,
                refusal == null ? State.POSTED : State.REFUSED,
                link,
                refusal);
    }
}
