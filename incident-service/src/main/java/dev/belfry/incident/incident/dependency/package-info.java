/** What hangs on what: incidents that wait while another service is down, and how far a failure reaches. */
@NullMarked
package dev.belfry.incident.incident.dependency;

import org.jspecify.annotations.NullMarked;
