package dev.belfry.platform.console;

import dev.belfry.platform.access.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One entry of the navigation, and the pages under it.
 *
 * @param icon its name among Tabler's outline icons
 * @param sections what its pages call their section
 */
public record Entry(String name, String icon, String href, Role least, Set<String> sections, List<Link> pages) {
    /**
     * A page under an entry; those below its own address belong to it, unless another page of the entry is nearer.
     *
     * @param also another address whose pages belong to it
     */
    public record Link(String name, String href, Role least, String also) {
        public Link(String name, String href, Role least) {
            this(name, href, least, href);
        }

        private int reach(String path) {
            return Stream.of(href, also)
                    .filter(root -> path.equals(root) || path.startsWith(root + "/"))
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
        }
    }

    /** The address of the page that is open, or of the one above it; empty when none of them is. */
    public String at(String path) {
        return pages.stream()
                .filter(page -> page.reach(path) > 0)
                .max(Comparator.comparingInt(page -> page.reach(path)))
                .map(Link::href)
                .orElse("");
    }
}
