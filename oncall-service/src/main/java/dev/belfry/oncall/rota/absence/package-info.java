/** When people are away and when everybody is off, and what that means for who is on call. */
@NullMarked
package dev.belfry.oncall.rota.absence;

import org.jspecify.annotations.NullMarked;
