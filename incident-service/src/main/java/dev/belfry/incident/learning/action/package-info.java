/** What is to be done so that it does not happen again, by whom and until when. */
@NullMarked
package dev.belfry.incident.learning.action;

import org.jspecify.annotations.NullMarked;
