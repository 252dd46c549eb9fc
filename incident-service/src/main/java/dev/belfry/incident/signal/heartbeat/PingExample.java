package dev.belfry.incident.signal.heartbeat;

/** What to paste into a job so that it tells of itself. */
final class PingExample {
    private PingExample() {}

    /** Where a heartbeat is pinged. */
    static String url(String ingestUrl, String pingKey) {
        return (ingestUrl.endsWith("/") ? ingestUrl.substring(0, ingestUrl.length() - 1) : ingestUrl) + "/ping/"
                + pingKey;
    }

    /** A line of a crontab, and the same around a job whose end and exit status count. */
    static String of(Heartbeat heartbeat, String url) {
        var cron = heartbeat.plan().rhythm().cron();
        return """
                # once, from a shell
                curl -fsS -m 10 --retry 5 -o /dev/null %1$s

                # in a crontab, after the job
                %2$s /usr/local/bin/job && curl -fsS -m 10 --retry 5 -o /dev/null %1$s

                # with its start and its exit status
                curl -fsS -m 10 --retry 5 -o /dev/null %1$s/start
                /usr/local/bin/job; curl -fsS -m 10 --retry 5 -o /dev/null %1$s/$?
                """.formatted(url, cron == null ? "0 3 * * *" : cron);
    }
}
