package dev.belfry.oncall.rota.schedule;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a version of a schedule says, as it is kept. */
record ScheduleDocument(String timeZone, List<GroupDraft> groups) {
    static ScheduleDocument of(Schedule schedule) {
        return new ScheduleDocument(
                schedule.zone().getId(),
                schedule.groups().stream().map(GroupDraft::of).toList());
    }

    Schedule schedule(UUID id, String name, @Nullable UUID team, long version) {
        List<Group> made = new ArrayList<>();
        for (int i = 0; i < groups.size(); i++) {
            made.add(groups.get(i).group(id, i));
        }
        return new Schedule(id, name, team, ZoneId.of(timeZone), made, version);
    }
}
