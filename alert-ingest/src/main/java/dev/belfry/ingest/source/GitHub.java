package dev.belfry.ingest.source;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * GitHub's webhooks, as changes that page nobody, a failed run included: deployments, releases, finished runs and
 * checks, pushes, and any other event in a word. A secret is optional; where one is set it is the routing key.
 */
public final class GitHub implements Source {
    private static final Set<String> RUNS = Set.of("workflow_run", "workflow_job", "check_run", "check_suite");

    @Override
    public String format() {
        return "github";
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        var signature = incoming.header().apply("X-Hub-Signature-256");
        if (!signature.isEmpty()
                && !(signature.startsWith("sha256=")
                        && Hmac.matches(
                                incoming.routingKey(), incoming.bytes(), signature.substring("sha256=".length())))) {
            return new Normalised.Refused(
                    new Refusal.Forged(
                            "The signature in X-Hub-Signature-256 is not that of the body with the routing key as its secret."));
        }
        var tree = Forms.tree(incoming)
                .map(body -> body.path("payload").isTextual() ? Forms.inner(body, "payload") : body);
        if (tree.isEmpty() || !tree.get().isObject()) {
            return Normalised.unreadable("The body is not a JSON object.");
        }
        var draft = new Draft(minting);
        fill(incoming.header().apply("X-GitHub-Event"), tree.get(), draft);
        return Normalised.Accepted.changes(
                incoming.routingKey(), draft.isNothing() ? List.of() : List.of(draft.change()));
    }

    private static void fill(String kind, JsonNode event, Draft draft) {
        var action = Fields.text(event, "action");
        var repository = Fields.text(event.path("repository"), "full_name");
        draft.source(repository)
                .detail("event", kind)
                .detail("action", action)
                .detail("by", Fields.text(event.path("sender"), "login"));
        if (kind.equals("ping") || (RUNS.contains(kind) && !action.equals("completed"))) {
            draft.nothing();
        }
        var text = switch (kind) {
            case "deployment" -> deployment(event.path("deployment"), draft) + " " + action;
            case "deployment_status" -> {
                var status = event.path("deployment_status");
                var state = Fields.text(status, "state");
                draft.detail("state", state)
                        .link(Fields.text(status, "target_url", "log_url"), "Log")
                        .link(Fields.text(status, "environment_url"), "Environment");
                yield deployment(event.path("deployment"), draft) + ": " + state;
            }
            case "release" -> {
                var release = event.path("release");
                item(release, "published_at", draft);
                yield "release " + Fields.text(release, "tag_name") + " " + action;
            }
            case "workflow_run", "workflow_job", "check_run", "check_suite" -> run(kind, event.path(kind), draft);
            case "push" -> push(event, draft);
            case "pull_request" -> {
                var request = event.path("pull_request");
                item(request, "updated_at", draft);
                var became = request.path("merged").asBoolean() ? "merged" : action;
                yield "pull request #" + Fields.text(request, "number") + " " + became + ": "
                        + Fields.text(request, "title");
            }
            default -> (kind.isEmpty() ? "event" : kind) + " " + action;
        };
        draft.summary((repository.isEmpty() ? "" : repository + ": ") + text);
    }

    private static Draft item(JsonNode item, String time, Draft draft) {
        return draft.at(Fields.time(item, time, "updated_at", "created_at"))
                .link(Fields.text(item, "html_url"), "GitHub");
    }

    private static String deployment(JsonNode deployment, Draft draft) {
        item(deployment, "updated_at", draft).details(deployment, "sha", "ref", "task", "environment", "description");
        return "deployment of " + Fields.text(deployment, "ref") + " to " + Fields.text(deployment, "environment");
    }

    private static String run(String kind, JsonNode run, Draft draft) {
        item(run, "completed_at", draft).details(run, "name", "head_branch", "head_sha", "conclusion", "run_number");
        var branch = Fields.text(run, "head_branch");
        return kind.replace('_', ' ')
                + (" " + Fields.text(run, "name")).stripTrailing()
                + (branch.isEmpty() ? "" : " on " + branch)
                + ": "
                + Fields.text(run, "conclusion");
    }

    private static String push(JsonNode push, Draft draft) {
        var head = push.path("head_commit");
        var branch = branch(Fields.text(push, "ref"));
        draft.at(Fields.time(head, "timestamp"))
                .details(push, "ref", "before", "after")
                .link(Fields.text(push, "compare"), "GitHub");
        if (push.path("deleted").asBoolean()) {
            return branch + " deleted";
        }
        var message = Fields.text(head, "message").lines().findFirst().orElse("");
        return "push to " + branch + (message.isEmpty() ? "" : ": " + message);
    }

    /** {@code refs/heads/main} is main, {@code refs/tags/v1} is tag v1. */
    static String branch(String ref) {
        return ref.startsWith("refs/heads/")
                ? ref.substring("refs/heads/".length())
                : ref.startsWith("refs/tags/") ? "tag " + ref.substring("refs/tags/".length()) : ref;
    }
}
