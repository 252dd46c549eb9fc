/** For how long somebody has an incident when nothing happens. */
@NullMarked
package dev.belfry.incident.incident.acknowledgement;

import org.jspecify.annotations.NullMarked;
