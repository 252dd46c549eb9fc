/** Components: the parts of a service that customers know by name, and how they are. */
@NullMarked
package dev.belfry.status.component;

import org.jspecify.annotations.NullMarked;
