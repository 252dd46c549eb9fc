/** The story of an incident, written without blame, reviewed and published. */
@NullMarked
package dev.belfry.incident.learning.postmortem;

import org.jspecify.annotations.NullMarked;
