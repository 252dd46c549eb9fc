package dev.belfry.ingest.source;

import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A source at the address of a product Belfry replaces: its senders expect that product's answer. */
public record Answering(Source source, Function<Normalised.Accepted, Answer> done) implements Source {
    @Override
    public String format() {
        return source.format();
    }

    @Override
    public Normalised read(Incoming incoming, Minting minting) {
        return source.read(incoming, minting);
    }

    @Override
    public @Nullable String listOf(String contentType) {
        return source.listOf(contentType);
    }

    @Override
    public @Nullable Refusal check(Incoming whole) {
        return source.check(whole);
    }

    @Override
    public Answer accepted(UUID requestId, Normalised.Accepted accepted) {
        return done.apply(accepted);
    }

    @Override
    public Answer refused(Refusal refusal) {
        return source.refused(refusal);
    }
}
