package dev.belfry.notifier.answer;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Press;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A button that Slack says was pressed.
 *
 * @param reply where words for the presser are posted
 */
record SlackPayload(AnswerCommands.Pressed pressed, String reply) {

    /** The JSON of a text; null when it is no object. */
    static @Nullable JsonObject json(@Nullable String text) {
        try {
            return text == null ? null : new JsonObject(text);
        } catch (DecodeException | ClassCastException unreadable) {
            return null;
        }
    }

    /** Empty for anything but a button of ours: buttons that lead somewhere are said to be pressed, too. */
    static Optional<SlackPayload> of(JsonObject payload) {
        if (!(payload.getValue("type") instanceof String type)
                || !type.equals("block_actions")
                || !(payload.getValue("user") instanceof JsonObject user)
                || !(payload.getValue("actions") instanceof JsonArray actions)
                || actions.isEmpty()
                || !(actions.getValue(0) instanceof JsonObject action)) {
            return Optional.empty();
        }
        var press = Press.of(text(action, "action_id"));
        var message = message(text(action, "value"));
        var presser = text(user, "id");
        return press.isEmpty() || message == null || presser.isEmpty()
                ? Optional.empty()
                : Optional.of(new SlackPayload(
                        new AnswerCommands.Pressed(
                                Channel.SLACK_BOT, press.get(), message, presser, text(action, "action_ts")),
                        text(payload, "response_url")));
    }

    /** The id of a message as a button carries it; null when it is none. */
    static @Nullable UUID message(String value) {
        try {
            return value.length() == 36 ? UUID.fromString(value) : null;
        } catch (IllegalArgumentException other) {
            return null;
        }
    }

    private static String text(JsonObject object, String member) {
        return object.getValue(member) instanceof String text ? text : "";
    }
}
