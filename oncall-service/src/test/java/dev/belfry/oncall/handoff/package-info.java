/** What people are told about their shifts, without engines. */
@NullMarked
package dev.belfry.oncall.handoff;

import org.jspecify.annotations.NullMarked;
