/** Brings pages to people: who is reached how, each attempt written before it is made. */
@NullMarked
package dev.belfry.notifier;

import org.jspecify.annotations.NullMarked;
