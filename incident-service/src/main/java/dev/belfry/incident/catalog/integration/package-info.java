/** The page of an integration: how to connect its sender, what it sent, and how that is read. */
@NullMarked
package dev.belfry.incident.catalog.integration;

import org.jspecify.annotations.NullMarked;
