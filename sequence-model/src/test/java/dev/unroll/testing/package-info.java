/** What the tests of every module share: reference values, central differences, comparisons, the contract suite. */
package dev.unroll.testing;
