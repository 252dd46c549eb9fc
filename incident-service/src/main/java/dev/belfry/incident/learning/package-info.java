/** What is learned from incidents: postmortems and the work that comes of them. */
@NullMarked
package dev.belfry.incident.learning;

import org.jspecify.annotations.NullMarked;
