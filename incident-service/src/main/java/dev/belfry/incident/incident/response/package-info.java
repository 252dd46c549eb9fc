/** What a responder sees and does: incidents over the API and in the console. */
@NullMarked
package dev.belfry.incident.incident.response;

import org.jspecify.annotations.NullMarked;
