/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.rota.schedule;

import org.jspecify.annotations.NullMarked;
