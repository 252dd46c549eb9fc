/** The pages on which people read, make and change escalation policies, with who would be paged drawn beside them. */
@NullMarked
package dev.belfry.oncall.paging.editor;

import org.jspecify.annotations.NullMarked;
