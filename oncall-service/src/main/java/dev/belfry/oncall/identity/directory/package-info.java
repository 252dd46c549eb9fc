/** What this service tells the others: about people, tokens, keys, sessions and policies, so that they decide without asking, and what the notifier is to bring to people. */
@NullMarked
package dev.belfry.oncall.identity.directory;

import org.jspecify.annotations.NullMarked;
