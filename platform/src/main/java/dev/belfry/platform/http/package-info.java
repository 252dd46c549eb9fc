/** The API door: contract first, bearer tokens, problem details. */
@NullMarked
package dev.belfry.platform.http;

import org.jspecify.annotations.NullMarked;
