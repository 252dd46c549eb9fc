/** What people are told about their shifts: that one begins, what the last one left for them, and the week of the team. */
@NullMarked
package dev.belfry.oncall.rota.handoff;

import org.jspecify.annotations.NullMarked;
