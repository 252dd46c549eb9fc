/** The doors of services: which routing key leads to which service. */
@NullMarked
package dev.belfry.contracts.integration;

import org.jspecify.annotations.NullMarked;
