/** The APIs of other products, for clients that speak no other. */
@NullMarked
package dev.belfry.incident.compat;

import org.jspecify.annotations.NullMarked;
