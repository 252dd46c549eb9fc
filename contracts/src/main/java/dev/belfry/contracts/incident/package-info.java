/** What happened to an incident, and what others ask to be done to it. */
@NullMarked
package dev.belfry.contracts.incident;

import org.jspecify.annotations.NullMarked;
