/** The command line. Start at {@link dev.unroll.cli.Unroll}. */
package dev.unroll.cli;
