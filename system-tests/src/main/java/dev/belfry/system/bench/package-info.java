/** The benchmarks: figures with how they were taken, and the ceiling beside them. */
@NullMarked
package dev.belfry.system.bench;

import org.jspecify.annotations.NullMarked;
