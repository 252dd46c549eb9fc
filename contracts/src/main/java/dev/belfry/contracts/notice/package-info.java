/** The wish that one person be told something that is no page: a shift that begins, a hole in a schedule. */
@NullMarked
package dev.belfry.contracts.notice;

import org.jspecify.annotations.NullMarked;
