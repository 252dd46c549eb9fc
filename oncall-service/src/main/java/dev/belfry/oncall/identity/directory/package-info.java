/** What this service tells all others about people, tokens, keys, sessions and policies, so that they decide without asking. */
@NullMarked
package dev.belfry.oncall.identity.directory;

import org.jspecify.annotations.NullMarked;
