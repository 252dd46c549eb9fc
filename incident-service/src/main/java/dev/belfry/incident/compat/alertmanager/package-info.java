/** Being an Alertmanager for those who ask one: its API version 2, for the alerts and silences of one service. */
@NullMarked
package dev.belfry.incident.compat.alertmanager;

import org.jspecify.annotations.NullMarked;
