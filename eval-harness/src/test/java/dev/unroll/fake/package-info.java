/** The smallest dataset and models that the harness can be tested with. */
package dev.unroll.fake;
