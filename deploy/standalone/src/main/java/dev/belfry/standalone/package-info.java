/** The whole suite in one process group: what runs here is what runs in a cluster. */
@NullMarked
package dev.belfry.standalone;

import org.jspecify.annotations.NullMarked;
