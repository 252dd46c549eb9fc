/** When which contact method of a person is tried. */
@NullMarked
package dev.belfry.notifier.rule;

import org.jspecify.annotations.NullMarked;
