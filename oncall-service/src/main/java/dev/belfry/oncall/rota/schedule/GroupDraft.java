package dev.belfry.oncall.rota.schedule;

import dev.belfry.oncall.identity.outcome.Answer;
import dev.belfry.platform.id.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A group as it is written in JSON. */
public record GroupDraft(@Nullable UUID id, String name, List<LayerDraft> layers) {
    static GroupDraft of(Group group) {
        return new GroupDraft(
                group.id(),
                group.name(),
                group.layers().stream().map(LayerDraft::of).toList());
    }

    void check(String pointer, List<Answer.Bad> bad) {
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).check(pointer + "/layers/" + i, bad);
        }
    }

    Group group(UUID schedule, int place) {
        UUID own = id == null ? Ids.derived("group", schedule, place) : id;
        List<Layer> made = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            made.add(layers.get(i).layer(own, i));
        }
        return new Group(own, name.strip(), made);
    }
}
