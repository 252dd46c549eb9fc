/** The names of people, as the directory tells them. */
@NullMarked
package dev.belfry.notifier.directory;

import org.jspecify.annotations.NullMarked;
