/** What is deployed, held against what the code needs. */
@NullMarked
package dev.belfry.system.deploy;

import org.jspecify.annotations.NullMarked;
