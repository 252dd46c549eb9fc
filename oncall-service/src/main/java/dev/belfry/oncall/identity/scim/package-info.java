/** SCIM 2.0 (RFC 7643, RFC 7644): a directory elsewhere provisions people and teams here. */
@NullMarked
package dev.belfry.oncall.identity.scim;

import org.jspecify.annotations.NullMarked;
