/** That an incident is over: told to those who were paged for it and want to know. */
@NullMarked
package dev.belfry.notifier.over;

import org.jspecify.annotations.NullMarked;
