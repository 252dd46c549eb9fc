package dev.belfry.standalone;

import java.util.LinkedHashMap;
import java.util.Map;

/** Which port is whose, counted from the base. */
record PortLayout(int base) {
    int console() {
        return base;
    }

    int ingest() {
        return base + 1;
    }

    int incident() {
        return base + 2;
    }

    int oncall() {
        return base + 3;
    }

    int notifier() {
        return base + 4;
    }

    int status() {
        return base + 5;
    }

    int postgres() {
        return base + 6;
    }

    int kafka() {
        return base + 7;
    }

    int kafkaController() {
        return base + 8;
    }

    int mailbox() {
        return base + 9;
    }

    /** The edge is 0, then the services in the order of their ports. */
    int management(int service) {
        return base + 10 + service;
    }

    /** Every port with the name people know it by. */
    Map<Integer, String> all() {
        var names = new LinkedHashMap<Integer, String>();
        names.put(console(), "the console");
        names.put(ingest(), "alert-ingest");
        names.put(incident(), "incident-service");
        names.put(oncall(), "oncall-service");
        names.put(notifier(), "notifier");
        names.put(status(), "the status page");
        names.put(postgres(), "PostgreSQL");
        names.put(kafka(), "Kafka");
        names.put(kafkaController(), "Kafka's controller");
        names.put(mailbox(), "the mailbox");
        for (int service = 0; service < 6; service++) {
            names.put(management(service), "management");
        }
        return names;
    }
}
