package dev.belfry.oncall.rota.coverage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is paid for being on call. A holiday's rate is paid instead of the weekend's, and the weekend's instead of the plain
 * one; the night's comes on top.
 *
 * @param flat for each time somebody comes on call
 * @param page for each page
 */
public record PayRules(
        String currency,
        BigDecimal flat,
        BigDecimal hour,
        BigDecimal weekendHour,
        BigDecimal holidayHour,
        BigDecimal nightHour,
        BigDecimal page) {
    private static final BigDecimal SECONDS = BigDecimal.valueOf(3_600);

    /** Rates that are not given are nothing, but weekends and holidays are paid like other hours then. */
    static PayRules read(
            @Nullable String currency,
            @Nullable String flat,
            @Nullable String hour,
            @Nullable String weekendHour,
            @Nullable String holidayHour,
            @Nullable String nightHour,
            @Nullable String page) {
        BigDecimal plain = amount(hour, BigDecimal.ZERO);
        BigDecimal weekend = amount(weekendHour, plain);
        return new PayRules(
                currency == null ? "EUR" : currency,
                amount(flat, BigDecimal.ZERO),
                plain,
                weekend,
                amount(holidayHour, weekend),
                amount(nightHour, BigDecimal.ZERO),
                amount(page, BigDecimal.ZERO));
    }

    private static BigDecimal amount(@Nullable String text, BigDecimal otherwise) {
        return text == null ? otherwise : new BigDecimal(text);
    }

    /** What one person gets, to the cent. */
    public BigDecimal pay(Fairness.Share share, int pages) {
        Duration weekend = share.all().minus(share.weekday()).minus(share.holiday());
        return flat.multiply(BigDecimal.valueOf(share.shifts()))
                .add(part(hour, share.weekday()))
                .add(part(weekendHour, weekend))
                .add(part(holidayHour, share.holiday()))
                .add(part(nightHour, share.night()))
                .add(page.multiply(BigDecimal.valueOf(pages)))
                .setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal part(BigDecimal rate, Duration time) {
        return rate.multiply(BigDecimal.valueOf(time.toSeconds())).divide(SECONDS, 6, RoundingMode.HALF_UP);
    }
}
