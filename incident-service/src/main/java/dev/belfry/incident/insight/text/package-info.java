/** What is written about incidents, read to be found. */
@NullMarked
package dev.belfry.incident.insight.text;

import org.jspecify.annotations.NullMarked;
