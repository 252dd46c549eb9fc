/** What every module's tests stand on: real engines, the rules of the house, and checks of published contracts. */
@NullMarked
package dev.belfry.testing;

import org.jspecify.annotations.NullMarked;
