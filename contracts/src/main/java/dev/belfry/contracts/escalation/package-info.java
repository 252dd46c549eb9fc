/** What escalations did. */
@NullMarked
package dev.belfry.contracts.escalation;

import org.jspecify.annotations.NullMarked;
