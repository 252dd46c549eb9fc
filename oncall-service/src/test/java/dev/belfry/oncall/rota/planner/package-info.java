@NullMarked
package dev.belfry.oncall.rota.planner;

import org.jspecify.annotations.NullMarked;
