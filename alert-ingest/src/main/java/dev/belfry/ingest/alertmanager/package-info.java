/** Being an Alertmanager: what senders of the Prometheus family post, and the way to what they ask. */
@NullMarked
package dev.belfry.ingest.alertmanager;

import org.jspecify.annotations.NullMarked;
