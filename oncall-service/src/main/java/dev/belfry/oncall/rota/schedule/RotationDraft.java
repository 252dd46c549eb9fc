package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The short form of a schedule: one group with one layer, people one after the other from its start on. */
public record RotationDraft(RotationUnit unit, @Nullable Integer every, String start, List<UUID> participants) {
    /** Null when the schedule says more than the short form can. */
    static @Nullable RotationDraft of(Schedule schedule) {
        Group group = schedule.groups().getFirst();
        Layer layer = group.layers().getFirst();
        Rotation rotation = layer.rotation();
        boolean plain = schedule.groups().size() == 1
                && group.layers().size() == 1
                && rotation.rules().isEmpty()
                && rotation.lengths().size() == 1
                && rotation.shiftsPerMember() == 1
                && !rotation.wallAligned()
                && layer.restrictions().isEmpty()
                && rotation.start().equals(layer.from())
                && layer.until() == null
                && layer.ownZone() == null;
        List<UUID> people = layer.members().stream()
                .filter(member -> member.from() == null && member.until() == null)
                .map(Member::user)
                .filter(user -> user != null)
                .toList();
        return plain && people.size() == layer.members().size()
                ? new RotationDraft(
                        rotation.unit(),
                        rotation.lengths().getFirst(),
                        rotation.start().toString(),
                        people)
                : null;
    }

    void check(List<Answer.Bad> bad) {
        LocalText.check(start, "/rotation/start", bad);
    }

    GroupDraft group() {
        TurnsDraft turns = new TurnsDraft(unit, every, null, start, null, null, null, null, null);
        List<LayerDraft.MemberDraft> members = participants.stream()
                .map(person -> new LayerDraft.MemberDraft(person, null, null))
                .toList();
        return new GroupDraft(
                null,
                "On call",
                List.of(new LayerDraft(null, "Rotation", turns, members, null, null, start, null, null)));
    }
}
