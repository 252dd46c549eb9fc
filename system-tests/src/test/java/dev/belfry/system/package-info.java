/** Journeys through the whole suite, by the doors that people and programs use: HTTP, SMTP, a browser, and signals. */
@NullMarked
package dev.belfry.system;

import org.jspecify.annotations.NullMarked;
