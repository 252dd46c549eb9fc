/** Absences and who is on call, without engines. */
@NullMarked
package dev.belfry.oncall.rota.absence;

import org.jspecify.annotations.NullMarked;
