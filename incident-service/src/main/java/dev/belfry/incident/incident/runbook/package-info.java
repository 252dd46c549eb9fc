/** What is written down to do when something happens, and how far it is done. */
@NullMarked
package dev.belfry.incident.incident.runbook;

import org.jspecify.annotations.NullMarked;
