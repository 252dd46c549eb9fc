/** Who changed what, when and from where; written with the change, or not at all. */
@NullMarked
package dev.belfry.oncall.identity.audit;

import org.jspecify.annotations.NullMarked;
