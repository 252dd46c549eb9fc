/** Messages that stand in chats, changed in place when their incident moves on. */
@NullMarked
package dev.belfry.notifier.edit;

import org.jspecify.annotations.NullMarked;
