/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.identity.signin;

import org.jspecify.annotations.NullMarked;
