/** The services people run and the doors through which their senders report. */
@NullMarked
package dev.belfry.incident.catalog.service;

import org.jspecify.annotations.NullMarked;
