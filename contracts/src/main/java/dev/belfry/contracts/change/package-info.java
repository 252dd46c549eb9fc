/** What was changed in the world: deployments, releases, builds. */
@NullMarked
package dev.belfry.contracts.change;

import org.jspecify.annotations.NullMarked;
