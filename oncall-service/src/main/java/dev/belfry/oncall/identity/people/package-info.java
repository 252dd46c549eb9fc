/** People and teams, what they may do, and the API tokens that act for them. */
@NullMarked
package dev.belfry.oncall.identity.people;

import org.jspecify.annotations.NullMarked;
