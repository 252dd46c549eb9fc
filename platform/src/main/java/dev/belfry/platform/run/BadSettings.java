package dev.belfry.platform.run;

import java.util.List;

/** Everything that is wrong with the settings, all at once. */
public final class BadSettings extends RuntimeException {
    private final List<String> problems;

    public BadSettings(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
