/** What a schedule is worth: gaps and single points of failure, how fairly it is shared, and what is paid for it. */
@NullMarked
package dev.belfry.oncall.rota.coverage;

import org.jspecify.annotations.NullMarked;
