/** The wish that one person be paged for one step of an escalation. */
@NullMarked
package dev.belfry.contracts.page;

import org.jspecify.annotations.NullMarked;
