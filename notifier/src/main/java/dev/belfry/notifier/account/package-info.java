/** Accounts at providers, which admins set up: what each kind needs, where they are kept, and how they are doing. */
@NullMarked
package dev.belfry.notifier.account;

import org.jspecify.annotations.NullMarked;
