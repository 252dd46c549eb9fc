package dev.belfry.platform.database;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told on the event log once the transaction has committed.
 *
 * @param id what happened once; it becomes {@code ce_id}
 * @param key decides the partition: messages of one key stay in order
 * @param data a record that is written as JSON; null is a tombstone
 */
public record Message(
        UUID id,
        String topic,
        String key,
        String type,
        String subject,
        @Nullable Object data) {}
