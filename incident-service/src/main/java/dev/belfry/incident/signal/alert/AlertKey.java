package dev.belfry.incident.signal.alert;

import java.util.UUID;

/** What makes two signals speak of one alert: the door they came through and the sender's own key. */
public record AlertKey(UUID integrationId, String dedupKey) {}
