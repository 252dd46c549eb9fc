/** Answers that come back through providers: the key of a phone, the code of an SMS. */
@NullMarked
package dev.belfry.notifier.answer;

import org.jspecify.annotations.NullMarked;
