/** The promise of equal bits, held end to end. */
package dev.unroll.golden;
