/** What people are to do during an incident. */
@NullMarked
package dev.belfry.incident.incident.task;

import org.jspecify.annotations.NullMarked;
