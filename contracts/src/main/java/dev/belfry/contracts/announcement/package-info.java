/** What an incident's responders ask to be posted on a status page, and what became of it. */
@NullMarked
package dev.belfry.contracts.announcement;

import org.jspecify.annotations.NullMarked;
