package dev.belfry.oncall.identity.scim;

import dev.belfry.oncall.identity.people.Team;
import dev.belfry.oncall.identity.people.TeamDraft;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A team as the provisioning directory sees it: a group. */
record ScimGroup(Team team, @Nullable String externalId) {
    static final String SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group";
    private static final int MOST_MEMBERS = 1_000;

    JsonObject json(String base, Map<UUID, String> names) {
        JsonArray members = new JsonArray();
        for (UUID member : team.members()) {
            members.add(new JsonObject()
                    .put("value", member.toString())
                    .put("display", names.getOrDefault(member, ""))
                    .put("type", "User")
                    .put("$ref", base + "/Users/" + member));
        }
        JsonObject json = new JsonObject()
                .put("schemas", new JsonArray().add(SCHEMA))
                .put("id", team.id().toString());
        if (externalId != null) {
            json.put("externalId", externalId);
        }
        return json.put("displayName", team.name())
                .put("members", members)
                .put(
                        "meta",
                        new JsonObject()
                                .put("resourceType", "Group")
                                .put("location", base + "/Groups/" + team.id())
                                .put("version", "W/\"" + team.version() + "\""));
    }

    /** What a resource asks for; what each member may do in the team is not the directory's to say. */
    static TeamDraft draft(JsonObject json) {
        String name = ScimUser.text(json, "displayName", 200);
        if (name == null || name.isBlank()) {
            throw ScimRefusal.value("displayName must be the name of the team");
        }
        Object members = ScimPatch.member(json, "members");
        Set<UUID> people = new LinkedHashSet<>();
        if (members instanceof JsonArray all) {
            all.forEach(member -> people.add(id(member)));
        } else if (members != null) {
            throw ScimRefusal.value("members is a list");
        }
        if (people.size() > MOST_MEMBERS) {
            throw ScimRefusal.value("a group has at most " + MOST_MEMBERS + " members");
        }
        return new TeamDraft(name, List.copyOf(people), null);
    }

    private static UUID id(Object member) {
        try {
            return UUID.fromString(
                    member instanceof JsonObject object ? String.valueOf(ScimPatch.member(object, "value")) : "");
        } catch (IllegalArgumentException foreign) {
            throw ScimRefusal.value("a member is named by the id of a user: {\"value\": ID}");
        }
    }
}
