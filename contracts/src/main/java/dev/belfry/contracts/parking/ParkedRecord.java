package dev.belfry.contracts.parking;

/**
 * A record of {@code parking.v1}: what a consumer could not process, set aside so that its partition goes on.
 *
 * @param consumer the service that gave up on it
 * @param error the class of the failure and its message
 * @param data the first 64 KiB of the record as text
 */
public record ParkedRecord(
        String consumer, String topic, int partition, long offset, String key, String type, String error, String data) {
    public static final String TYPE = "belfry.record.parked.v1";
}
