/** Runs that are interrupted and killed at many moments, and must end as if nothing had happened. */
package dev.unroll.survival;
