/** The tests of the launcher's own parts; the whole suite is tried in system-tests. */
@NullMarked
package dev.belfry.standalone;

import org.jspecify.annotations.NullMarked;
