package dev.belfry.platform.console;

import dev.belfry.platform.access.Principal;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request for a page, or one form sent. */
public final class PageCall {
    private final RoutingContext context;
    private final @Nullable Principal principal;
    private final View view;
    private final Consumer<String> theme;

    PageCall(RoutingContext context, @Nullable Principal principal, View view, Consumer<String> theme) {
        this.context = context;
        this.principal = principal;
        this.view = view;
        this.theme = theme;
    }

    public RoutingContext context() {
        return context;
    }

    /** Who is signed in. Only a page of {@link Console#open} may be asked for by nobody. */
    public Principal principal() {
        if (principal == null) {
            throw new IllegalStateException("nobody is signed in on an open page");
        }
        return principal;
    }

    public boolean signedIn() {
        return principal != null;
    }

    public View view() {
        return view;
    }

    /** Has this browser show the pages in these colours from now on; one of {@link Console#THEMES}. */
    public void keepTheme(String chosen) {
        theme.accept(chosen);
    }

    public String path(String parameter) {
        return String.valueOf(context.pathParam(parameter));
    }

    public @Nullable String query(String parameter) {
        return context.queryParams().get(parameter);
    }

    /** A field of the form, without surrounding blanks; empty when it is absent. */
    public String form(String field) {
        var value = context.request().getFormAttribute(field);
        return value == null ? "" : value.strip();
    }
}
