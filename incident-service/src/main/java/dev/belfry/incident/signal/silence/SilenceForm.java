package dev.belfry.incident.signal.silence;

/**
 * What somebody typed into the form of a new silence and what is wrong with it; nothing typed is ever lost.
 *
 * @param service empty for all services
 * @param error empty when nothing is wrong
 */
public record SilenceForm(String service, String matchers, String duration, String comment, String error) {
    static final SilenceForm EMPTY = new SilenceForm("", "", "PT2H", "", "");

    SilenceForm with(String wrong) {
        return new SilenceForm(service, matchers, duration, comment, wrong);
    }
}
