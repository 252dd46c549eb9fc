/** Who asks for something, from where, and with which session. */
@NullMarked
package dev.belfry.oncall.identity.access;

import org.jspecify.annotations.NullMarked;
