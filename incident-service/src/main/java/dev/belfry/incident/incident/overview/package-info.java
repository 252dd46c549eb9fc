/** The pages of services: how each stands, what happened to it, and its settings. */
@NullMarked
package dev.belfry.incident.incident.overview;

import org.jspecify.annotations.NullMarked;
