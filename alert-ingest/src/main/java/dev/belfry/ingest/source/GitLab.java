package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * GitLab's webhooks, as changes that page nobody, a failed pipeline included: deployments, releases, finished pipelines
 * and jobs, pushes, merge requests, and any other event in a word. A secret token is optional; it is the routing key.
 */
public final class GitLab implements Source {
    private static final Set<String> FINISHED = Set.of("success", "failed", "canceled", "skipped");

    @Override
    public String format() {
        return "gitlab";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var token = incoming.header().apply("X-Gitlab-Token");
        if (!token.isEmpty() && !Hmac.equal(token, incoming.routingKey())) {
            return new Normalised.Refused(new Refusal.Forged("The token in X-Gitlab-Token is not the routing key."));
        }
        var tree = Fields.tree(incoming);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("The body is not a JSON object.");
        }
        var draft = new Draft(minting);
        fill(tree.get(), incoming.header().apply("X-Gitlab-Event"), draft);
        return Normalised.Accepted.changes(
                incoming.routingKey(), draft.isNothing() ? List.of() : List.of(draft.change()));
    }

    private static void fill(JsonNode event, String header, Draft draft) {
        var kind = Fields.text(event, "object_kind", "event_name");
        var attributes = event.path("object_attributes");
        var project = Fields.text(event.path("project"), "path_with_namespace");
        draft.source(project)
                .detail("event", kind)
                .detail("by", Fields.text(event.path("user"), "username", "name"))
                .details(event, "user_name");
        var text = switch (kind) {
            case "pipeline" -> {
                finished(Fields.text(attributes, "status"), draft);
                draft.at(Fields.time(attributes, "finished_at"))
                        .details(attributes, "id", "ref", "sha", "source", "status")
                        .link(Fields.text(attributes, "url"), "GitLab");
                yield "pipeline on " + Fields.text(attributes, "ref") + ": " + Fields.text(attributes, "status");
            }
            case "build" -> {
                finished(Fields.text(event, "build_status"), draft);
                draft.at(Fields.time(event, "build_finished_at"))
                        .details(event, "build_name", "build_stage", "build_status", "ref", "sha");
                yield "job " + Fields.text(event, "build_name") + " on " + Fields.text(event, "ref") + ": "
                        + Fields.text(event, "build_status");
            }
            case "deployment" -> {
                draft.at(Fields.time(event, "status_changed_at"))
                        .details(event, "environment", "status", "ref", "short_sha", "commit_title")
                        .link(Fields.text(event, "deployable_url"), "GitLab")
                        .link(Fields.text(event, "environment_external_url"), "Environment");
                yield "deployment of " + Fields.text(event, "ref", "short_sha") + " to "
                        + Fields.text(event, "environment") + ": " + Fields.text(event, "status");
            }
            case "release" -> {
                draft.at(Fields.time(event, "released_at", "created_at"))
                        .details(event, "tag", "action", "name")
                        .link(Fields.text(event, "url"), "GitLab");
                yield "release " + Fields.text(event, "tag") + ": " + Fields.text(event, "action");
            }
            case "push", "tag_push" -> push(event, draft);
            case "merge_request" -> {
                draft.at(Fields.time(attributes, "updated_at"))
                        .details(attributes, "action", "state", "source_branch", "target_branch")
                        .link(Fields.text(attributes, "url"), "GitLab");
                yield "merge request !" + Fields.text(attributes, "iid") + " "
                        + Fields.text(attributes, "action", "state") + ": " + Fields.text(attributes, "title");
            }
            default -> kind.isEmpty() ? (header.isEmpty() ? "event" : header) : kind;
        };
        draft.summary((project.isEmpty() ? "" : project + ": ") + text);
    }

    private static void finished(String status, Draft draft) {
        if (!status.isEmpty() && !FINISHED.contains(status)) {
            draft.nothing();
        }
    }

    private static String push(JsonNode push, Draft draft) {
        var commits = push.path("commits");
        var last = commits.isArray() ? commits.path(commits.size() - 1) : commits;
        var message = Fields.text(last, "message").lines().findFirst().orElse("");
        draft.at(Fields.time(last, "timestamp"))
                .details(push, "ref", "before", "after", "total_commits_count")
                .link(Fields.text(last, "url"), "GitLab");
        return "push to " + GitHub.branch(Fields.text(push, "ref")) + (message.isEmpty() ? "" : ": " + message);
    }
}
