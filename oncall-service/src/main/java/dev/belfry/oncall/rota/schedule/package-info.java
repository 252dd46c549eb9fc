/** Who is on call when: rotations counted in local calendar time, overrides above them, and the one resolver that everything reads. */
@NullMarked
package dev.belfry.oncall.rota.schedule;

import org.jspecify.annotations.NullMarked;
