package dev.belfry.standalone;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import dev.belfry.platform.console.PageCall;
import io.vertx.core.Future;
import java.util.Map;

/** The mailbox in the console. Mail holds other people's codes and acknowledge links, so only admins read it. */
final class MailboxPages {
    private final Mailbox mailbox;

    MailboxPages(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    void on(Console console) {
        console.get("/mailbox", Role.ADMIN, call -> Future.succeededFuture(list()));
        console.get("/mailbox/:id", Role.ADMIN, call -> Future.succeededFuture(mail(call)));
    }

    private Page list() {
        return new Page("Mailbox", "mailbox", "mailbox.jte", Map.of("mails", mailbox.list()));
    }

    private Page mail(PageCall call) {
        return mailbox.find(call.path("id"))
                .map(mail -> new Page(mail.subject(), "mailbox", "mail.jte", Map.of("mail", mail)))
                .orElseGet(() -> list().withStatus(404));
    }
}
