package dev.belfry.oncall.rota.exchange;

/**
 * What was typed to ask for cover or to offer a swap; when it is refused, the form keeps it and says why.
 *
 * @param swap whether it is a swap
 * @param user with whom
 */
public record ExchangeForm(
        boolean swap,
        String schedule,
        String start,
        String end,
        String user,
        String theirStart,
        String theirEnd,
        String note,
        String error) {
    ExchangeForm refused(String why) {
        return new ExchangeForm(swap, schedule, start, end, user, theirStart, theirEnd, note, why);
    }
}
