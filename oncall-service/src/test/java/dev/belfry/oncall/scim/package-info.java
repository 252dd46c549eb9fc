/** The rules of provisioning. */
@NullMarked
package dev.belfry.oncall.scim;

import org.jspecify.annotations.NullMarked;
