/** Texts that a language model drafts from a timeline, where somebody has set one up. */
@NullMarked
package dev.belfry.incident.incident.draft;

import org.jspecify.annotations.NullMarked;
