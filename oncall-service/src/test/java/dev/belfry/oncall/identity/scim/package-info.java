/** The rules of provisioning. */
@NullMarked
package dev.belfry.oncall.identity.scim;

import org.jspecify.annotations.NullMarked;
