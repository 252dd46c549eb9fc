package dev.belfry.notifier.answer;

import dev.belfry.notifier.channel.Channel;
import dev.belfry.notifier.channel.Press;
import io.vertx.core.json.JsonObject;

/** What Telegram says that somebody did with the bot. */
sealed interface TelegramUpdate {
    /** @param query by which the press is answered */
    record Button(AnswerCommands.Pressed pressed, String query) implements TelegramUpdate {}

    /** Somebody starts a conversation, or asks for the ID of one. */
    record Hello(long chat) implements TelegramUpdate {}

    /** A button that is not ours, or of a message that nobody knows. */
    record Unknown(String query) implements TelegramUpdate {}

    record Nothing() implements TelegramUpdate {}

    static TelegramUpdate of(JsonObject update) {
        if (update.getValue("callback_query") instanceof JsonObject query) {
            return button(query);
        }
        return update.getValue("message") instanceof JsonObject message
                        && message.getValue("text") instanceof String text
                        && text.matches("(?s)/(start|id)\\b.*")
                        && message.getValue("chat") instanceof JsonObject chat
                        && chat.getValue("id") instanceof Number id
                ? new Hello(id.longValue())
                : new Nothing();
    }

    private static TelegramUpdate button(JsonObject query) {
        if (!(query.getValue("id") instanceof String id)) {
            return new Nothing();
        }
        var data = query.getValue("data") instanceof String text ? text : "";
        int colon = data.indexOf(':');
        var press = Press.of(data.substring(0, Math.max(0, colon)));
        var message = SlackPayload.message(data.substring(colon + 1));
        return press.isEmpty()
                        || message == null
                        || !(query.getValue("from") instanceof JsonObject from)
                        || !(from.getValue("id") instanceof Number presser)
                ? new Unknown(id)
                : new Button(
                        new AnswerCommands.Pressed(
                                Channel.TELEGRAM, press.get(), message, Long.toString(presser.longValue()), id),
                        id);
    }
}
