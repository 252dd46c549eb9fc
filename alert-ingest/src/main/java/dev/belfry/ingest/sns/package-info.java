/** Amazon's Simple Notification Service: its envelope, and whether it is Amazon's. */
@NullMarked
package dev.belfry.ingest.sns;

import org.jspecify.annotations.NullMarked;
