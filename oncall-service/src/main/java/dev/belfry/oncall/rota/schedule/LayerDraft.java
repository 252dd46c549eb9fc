package dev.belfry.oncall.rota.schedule;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.belfry.oncall.identity.input.Zones;
import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.id.Ids;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A layer as it is written in JSON.
 *
 * @param timeZone in which its local times count; the schedule's unless given
 */
public record LayerDraft(
        @Nullable UUID id,
        @Nullable String name,
        TurnsDraft rotation,
        List<MemberDraft> members,
        @Nullable List<RestrictionDraft> restrictions,
        @Nullable TurnCount count,
        @Nullable String from,
        @Nullable String until,
        @Nullable String timeZone) {

    /** A slot as it is written in JSON; without a user it is vacant. */
    public record MemberDraft(
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable
            UUID user,

            @Nullable String from,
            @Nullable String until) {}

    /** Which turns count. */
    public enum TurnCount {
        CALENDAR,
        WORKED
    }

    public static LayerDraft of(Layer layer) {
        return new LayerDraft(
                layer.id(),
                layer.name(),
                TurnsDraft.of(layer.rotation()),
                layer.members().stream()
                        .map(member -> new MemberDraft(
                                member.user(), LocalText.write(member.from()), LocalText.write(member.until())))
                        .toList(),
                layer.restrictions().isEmpty()
                        ? null
                        : layer.restrictions().stream()
                                .map(RestrictionDraft::of)
                                .toList(),
                layer.worked() ? TurnCount.WORKED : null,
                LocalText.write(layer.from()),
                LocalText.write(layer.until()),
                layer.ownZone() == null ? null : layer.ownZone().getId());
    }

    void check(String pointer, List<Answer.Bad> bad) {
        rotation.check(pointer + "/rotation", bad);
        for (int i = 0; i < members.size(); i++) {
            MemberDraft member = members.get(i);
            String place = pointer + "/members/" + i;
            LocalText.check(member.from(), place + "/from", bad);
            LocalText.check(member.until(), place + "/until", bad);
            LocalText.order(member.from(), member.until(), place + "/until", bad);
        }
        for (int i = 0; restrictions != null && i < restrictions.size(); i++) {
            restrictions.get(i).check(pointer + "/restrictions/" + i, bad);
        }
        LocalText.check(from, pointer + "/from", bad);
        LocalText.check(until, pointer + "/until", bad);
        LocalText.order(from, until, pointer + "/until", bad);
        if (timeZone != null) {
            Zones.check(timeZone, pointer + "/timeZone", bad);
        }
    }

    /** @param place what gives an id to a layer that brings none, so that it keeps it from edit to edit */
    Layer layer(UUID group, int place) {
        return new Layer(
                id == null ? Ids.derived("layer", group, place) : id,
                name == null ? "Layer " + (place + 1) : name.strip(),
                rotation.rotation(),
                members.stream()
                        .map(member -> new Member(
                                member.user(), LocalText.read(member.from()), LocalText.read(member.until())))
                        .toList(),
                restrictions == null
                        ? List.of()
                        : restrictions.stream()
                                .map(RestrictionDraft::restriction)
                                .toList(),
                count == TurnCount.WORKED,
                LocalText.read(from),
                LocalText.read(until),
                timeZone == null ? null : ZoneId.of(timeZone));
    }
}
