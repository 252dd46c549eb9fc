/** What can become of a change, and how it is said over HTTP. */
@NullMarked
package dev.belfry.oncall.identity.outcome;

import org.jspecify.annotations.NullMarked;
