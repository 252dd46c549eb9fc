package dev.belfry.standalone;

import dev.belfry.platform.access.Role;
import dev.belfry.platform.console.Console;
import dev.belfry.platform.console.Page;
import io.vertx.core.Vertx;
import java.util.Map;

/** The mailbox in the console. Mail holds other people's codes and acknowledge links, so only admins read it. */
final class MailboxPages {
    private final Mailbox mailbox;
    private final Vertx vertx;

    MailboxPages(Mailbox mailbox, Vertx vertx) {
        this.mailbox = mailbox;
        this.vertx = vertx;
    }

    /** Mails are files: they are read where nobody else waits for it. */
    void on(Console console) {
        console.get("/mailbox", Role.ADMIN, call -> vertx.executeBlocking(this::list));
        console.get("/mailbox/:id", Role.ADMIN, call -> {
            var id = call.path("id");
            return vertx.executeBlocking(() -> mail(id));
        });
    }

    private Page list() {
        return new Page("Mailbox", "admin", "mailbox.jte", Map.of("mails", mailbox.list()));
    }

    private Page mail(String id) {
        return mailbox.find(id)
                .map(mail -> new Page(mail.subject(), "admin", "mail.jte", Map.of("mail", mail)))
                .orElseGet(() -> list().withStatus(404));
    }
}
