package dev.belfry.platform.console;

import dev.belfry.platform.access.Role;
import java.util.List;
import java.util.Set;

/**
 * One entry of the navigation, and the pages under it.
 *
 * @param icon its name among Tabler's outline icons
 * @param sections what its pages call their section
 */
public record Entry(String name, String icon, String href, Role least, Set<String> sections, List<Link> pages) {
    /** A page under an entry; those below its own address belong to it, unless another page of the entry is nearer. */
    public record Link(String name, String href, Role least) {}

    /** The address of the page that is open, or of the one above it; empty when none of them is. */
    public String at(String path) {
        var nearest = "";
        for (var page : pages) {
            boolean under = path.equals(page.href()) || path.startsWith(page.href() + "/");
            nearest = under && page.href().length() > nearest.length() ? page.href() : nearest;
        }
        return nearest;
    }
}
