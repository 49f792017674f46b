/** Shows the runs of a folder in a browser while they go. Start at {@link dev.unroll.serve.RunServer}. */
package dev.unroll.serve;
