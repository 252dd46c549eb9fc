/** People, teams and tokens, who signs in, who may do what, and who changed what. It needs no other wing. */
@NullMarked
package dev.belfry.oncall.identity;

import org.jspecify.annotations.NullMarked;
