/** Addresses that belong to an incident: a dashboard, a log search, a document. Files stay where they are. */
@NullMarked
package dev.belfry.incident.incident.link;

import org.jspecify.annotations.NullMarked;
