/** What senders told us: the alerts that alert-ingest accepted. */
@NullMarked
package dev.belfry.contracts.alert;

import org.jspecify.annotations.NullMarked;
