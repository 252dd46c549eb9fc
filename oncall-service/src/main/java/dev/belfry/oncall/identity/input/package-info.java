/** What people and programs write: ids and names of time zones. */
@NullMarked
package dev.belfry.oncall.identity.input;

import org.jspecify.annotations.NullMarked;
