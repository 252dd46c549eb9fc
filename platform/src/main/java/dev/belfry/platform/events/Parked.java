package dev.belfry.platform.events;

import dev.belfry.contracts.Topics;
import dev.belfry.contracts.parking.ParkedRecord;
import dev.belfry.platform.database.Message;
import dev.belfry.platform.id.Ids;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the message that opens an incident about what was set aside. */
public final class Parked {
    private static final int PARKED_BYTES = 64 * 1024;

    private Parked() {}

    public static Message message(UUID id, ParkedRecord record) {
        return new Message(
                id,
                Topics.PARKING.name(),
                record.topic() + "-" + record.partition(),
                ParkedRecord.TYPE,
                record.key(),
                record);
    }

    /** A message of the outbox that the broker will never take. */
    public static Message refused(String service, OutboxRow row, Throwable failure) {
        var data = row.data();
        int length = data == null ? 0 : Math.min(data.length(), PARKED_BYTES);
        return message(
                Ids.derived("refused", row.id()),
                new ParkedRecord(
                        service,
                        row.topic(),
                        -1,
                        row.seq(),
                        row.key(),
                        row.type(),
                        "the broker refuses it: " + describe(failure),
                        data == null ? "" : data.getString(0, length, "UTF-8")));
    }

    /** The class of the failure and its message. */
    public static String describe(Throwable failure) {
        @Nullable String message = failure.getMessage();
        return failure.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }
}
