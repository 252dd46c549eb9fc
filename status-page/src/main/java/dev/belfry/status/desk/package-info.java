/** The status page in the console: how it stands, and the forms with which the team changes it. */
@NullMarked
package dev.belfry.status.desk;

import org.jspecify.annotations.NullMarked;
