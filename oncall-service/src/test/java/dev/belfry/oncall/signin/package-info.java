/** Tests of the on-call service. */
@NullMarked
package dev.belfry.oncall.signin;

import org.jspecify.annotations.NullMarked;
