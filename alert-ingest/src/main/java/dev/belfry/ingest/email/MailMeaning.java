package dev.belfry.ingest.email;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.belfry.contracts.alert.AlertAction;
import dev.belfry.contracts.integration.EmailRule;
import dev.belfry.ingest.source.Draft;
import dev.belfry.ingest.source.Minting;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a mail means for an integration: what its first rule that matches says, else what Alertmanager's prefix in its subject
 * says, else that something is wrong.
 */
final class MailMeaning {
    private static final int MAX_SEARCHED = 64 * 1024;

    private MailMeaning() {}

    /** A rule that matches, and where. */
    private record Match(EmailRule rule, Matcher where) {}

    /**
     * Judges it.
     *
     * @param returnPath the sender of the envelope; empty for mails that nobody should answer
     */
    static MailVerdict of(Mail mail, String returnPath, List<EmailRule> rules, Minting minting) {
        if (returnPath.isBlank()) {
            return new MailVerdict.Dropped(MailVerdict.Reason.BOUNCE);
        }
        var match = first(mail, rules);
        if (match != null && match.rule().action().equalsIgnoreCase("ignore")) {
            return new MailVerdict.Dropped(MailVerdict.Reason.IGNORED);
        }
        // Many monitors mark their mails as a machine's, rightly: a rule that names them lets them in.
        if (match == null && mail.automatic()) {
            return new MailVerdict.Dropped(MailVerdict.Reason.AUTOMATIC);
        }
        var subject = Subject.of(mail.subject());
        var draft = new Draft(minting)
                .action(action(match, subject))
                .key(key(match, subject, mail))
                .summary(subject.text(), mail.text())
                .description(mail.text())
                .source(mail.from().isEmpty() ? returnPath : mail.from())
                .at(mail.sentAt())
                .detail("from", mail.from())
                .detail("message id", mail.messageId())
                .detail("attachments", String.join(", ", mail.attachments()));
        return new MailVerdict.Told(draft.signal());
    }

    private static AlertAction action(@Nullable Match match, Subject subject) {
        if (match != null) {
            return switch (match.rule().action().toLowerCase(Locale.ROOT)) {
                case "resolve" -> AlertAction.RESOLVE;
                case "acknowledge" -> AlertAction.ACKNOWLEDGE;
                default -> AlertAction.TRIGGER;
            };
        }
        return subject.action() == null ? AlertAction.TRIGGER : subject.action();
    }

    /**
     * An answer has the subject of the first mail, whose key is that subject. A mail that is no answer and names a thread
     * is a machine's, and it names the same one in each mail of an alert.
     */
    private static String key(@Nullable Match match, Subject subject, Mail mail) {
        if (match != null) {
            var template = match.rule().dedupKey();
            if (template != null && !template.isBlank()) {
                return filled(template, match.where()).strip();
            }
        }
        return subject.answered() || mail.thread().isEmpty() ? subject.text() : mail.thread();
    }

    private static @Nullable Match first(Mail mail, List<EmailRule> rules) {
        for (var rule : rules) {
            var text = switch (rule.field()) {
                case "subject" -> mail.subject();
                case "body" -> mail.text();
                case "from" -> mail.from();
                default -> "";
            };
            try {
                var where = Pattern.compile(rule.pattern())
                        .matcher(text.length() > MAX_SEARCHED ? text.substring(0, MAX_SEARCHED) : text);
                if (where.find()) {
                    return new Match(rule, where);
                }
            } catch (PatternSyntaxException none) {
                // Rules are checked when they are saved; one that is none matches nothing.
            }
        }
        return null;
    }

    private static String filled(String template, Matcher where) {
        var filled = new StringBuilder();
        for (int i = 0; i < template.length(); i++) {
            char one = template.charAt(i);
            char next = i + 1 < template.length() ? template.charAt(i + 1) : ' ';
            if (one == '$' && next >= '0' && next <= '9') {
                var group = next - '0' <= where.groupCount() ? where.group(next - '0') : null;
                filled.append(group == null ? "" : group);
                i++;
            } else {
                filled.append(one);
            }
        }
        return filled.toString();
    }
}
