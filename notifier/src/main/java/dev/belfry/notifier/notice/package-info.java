/** What people are told that is no page, on a lane of its own: one message each, and none twice. */
@NullMarked
package dev.belfry.notifier.notice;

import org.jspecify.annotations.NullMarked;
