/** What people are told about their shifts, without engines. */
@NullMarked
package dev.belfry.oncall.rota.handoff;

import org.jspecify.annotations.NullMarked;
