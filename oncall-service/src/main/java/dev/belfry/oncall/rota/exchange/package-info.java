/** People who exchange their time on call, or ask others to cover it. */
@NullMarked
package dev.belfry.oncall.rota.exchange;

import org.jspecify.annotations.NullMarked;
