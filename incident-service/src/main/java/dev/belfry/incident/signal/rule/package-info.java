/** Event rules: what is done with an alert before anybody is paged. */
@NullMarked
package dev.belfry.incident.signal.rule;

import org.jspecify.annotations.NullMarked;
