/** What every step of this service has in common: how rows are read and what an outcome can be. */
@NullMarked
package dev.belfry.oncall.identity.answer;

import org.jspecify.annotations.NullMarked;
