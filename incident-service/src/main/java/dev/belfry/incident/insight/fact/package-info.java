/** What is counted of each incident and each page, kept beside them. */
@NullMarked
package dev.belfry.incident.insight.fact;

import org.jspecify.annotations.NullMarked;
